"""How rows are kept: engine, journal, undo, schema, backup, search index."""
