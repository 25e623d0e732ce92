"""The palette: search and commands in one line."""
