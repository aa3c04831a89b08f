"""Say whose loss it is within a clause: the side that lost, never the one that inflicted it."""
