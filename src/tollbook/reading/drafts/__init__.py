"""Draft a text's claims: each count in its best frame, with its force, and tied to its whole."""
