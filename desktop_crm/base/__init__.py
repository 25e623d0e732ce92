"""Ground floor: what any program would need (errors, clock, progress, texts, paths). No CRM noun, no Qt, no SQL."""
