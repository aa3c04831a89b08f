"""Watch what publishes: feeds, sitemaps and release pages, politely and each document once. It reads no text itself; `flow` does."""
