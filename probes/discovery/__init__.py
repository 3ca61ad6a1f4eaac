"""Discovery: from one domain name to a draft register, each line with the trace it comes from."""
