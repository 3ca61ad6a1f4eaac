"""Tables taken anew from their publishers: the one part of the library that asks IANA."""
