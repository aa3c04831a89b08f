"""Group articles that copy, cut, rewrite or quote each other, so that what many print counts once. It reads no claim."""
