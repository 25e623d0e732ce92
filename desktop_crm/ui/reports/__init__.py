"""Reports: choose, look, print, keep."""
