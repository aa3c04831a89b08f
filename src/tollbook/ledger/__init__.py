"""Keep every claim for good, and say what was known when: an append-only store on SQLite or PostgreSQL. Decides nothing about a text."""
