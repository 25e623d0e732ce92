"""Notifications of the desktop, for moments when the window is not in front."""
