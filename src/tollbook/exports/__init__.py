"""Core values as files that others read: CSV profiles, Parquet, JSON-LD, HXL, the brief. May import `core` and `vocab` alone."""
