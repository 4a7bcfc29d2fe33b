"""Typesetting: words and tables as pages, with the fonts embedded and nothing of the system."""
