"""The only modules that open sockets: every connection passes the guard."""
