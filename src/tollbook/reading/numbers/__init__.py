"""Read the numbers of a sentence in whatever form, what they allow, and which of them count nothing. It knows no noun."""
