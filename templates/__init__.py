"""The words that people read: Jinja2 templates, by language and kind of document."""
