"""The book of complaints in the window: board, table, card, the form of registration."""
