"""Exit plans that the service makes by itself, ahead of the dates of a contract."""
