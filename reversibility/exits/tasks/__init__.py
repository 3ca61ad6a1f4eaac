"""The tasks of an exit: generated from the playbooks, given to somebody, closed by what is seen."""
