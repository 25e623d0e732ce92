"""Reminders: the clock that lets them fire, the bar, the page."""
