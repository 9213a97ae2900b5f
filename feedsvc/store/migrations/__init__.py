"""The way from each schema to the next. Add a revision here and its name to `schema.REVISIONS`."""
