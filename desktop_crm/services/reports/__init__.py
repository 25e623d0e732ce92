"""Reports: what an owner prints. Each asks the database and says it as a section of a document; no layout, no Qt."""
