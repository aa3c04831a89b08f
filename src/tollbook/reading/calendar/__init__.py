"""Read the days and periods that words speak of. It knows no loss."""
