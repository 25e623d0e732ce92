"""Calendar: month, week, day, agenda."""
