"""The Chinese catalogue."""
