"""A free, private, fast CRM for a small business."""

__version__ = "0.4.0"
