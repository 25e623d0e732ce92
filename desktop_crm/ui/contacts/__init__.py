"""Contacts: the list, the card, a new contact."""
