"""The history of a ledger's schema, one file a version. A version that was released is never edited."""
