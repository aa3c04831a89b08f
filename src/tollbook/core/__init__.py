"""Frozen value types, ids and the error tree. Imports nothing but the standard library."""
