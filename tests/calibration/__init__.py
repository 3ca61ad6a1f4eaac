"""How far the confidence of a holder reading can be believed, on pairs held out from its rules."""
