"""Filters of the list, built by clicking."""
