"""Read who is made to say what. It knows no number."""
