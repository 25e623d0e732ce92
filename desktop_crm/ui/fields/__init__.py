"""Own fields, tags and the editable lists: defined in the program, without programming."""
