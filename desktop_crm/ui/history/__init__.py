"""The named history: what was done, undo any of it."""
