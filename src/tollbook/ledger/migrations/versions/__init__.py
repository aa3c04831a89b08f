"""One file a version of the schema, each naming the one before it."""
