"""What may be asked and done: functions with ``session`` first."""
