"""Contacts that look like one."""
