"""What is shown when there is no database yet."""
