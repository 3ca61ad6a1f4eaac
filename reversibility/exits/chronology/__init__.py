"""The chronology of a contract: facts that were noted, with what the checks saw change."""
