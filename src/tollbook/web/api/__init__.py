"""The JSON interface of a ledger, below /api/v1."""
