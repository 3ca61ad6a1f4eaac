"""The accounts of a contract: what was paid against what was delivered and accepted; losses."""
