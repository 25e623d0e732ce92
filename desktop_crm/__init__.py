"""A free, private, fast CRM for a small business."""

__version__ = "0.5.0"
