"""The import wizard: from a file to contacts, step by step."""
