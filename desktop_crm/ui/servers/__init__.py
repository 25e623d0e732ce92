"""Databases on servers: the form that reaches one, its test, the password, the move there and back."""
