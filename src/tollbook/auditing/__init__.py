"""Compare claims with each other and with their sources' own histories; pure. Reads no text and stores nothing."""
