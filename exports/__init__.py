"""Write what leaves the house: the exit plan and the handover pack. Same input, same bytes."""
