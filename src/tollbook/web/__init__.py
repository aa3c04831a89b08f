"""The pages and the JSON interface of a ledger, on loopback. May do no arithmetic of its own: it asks `flow` and below."""
