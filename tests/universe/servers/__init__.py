"""The wire side of the universe: name servers, WHOIS, RDAP and web servers, honest and hostile."""
