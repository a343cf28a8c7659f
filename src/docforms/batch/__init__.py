"""Documents in bulk: read a table, check every row, then write one document for each."""
