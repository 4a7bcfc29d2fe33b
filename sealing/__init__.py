"""Keys and sealed values: everything that turns plain text into sealed bytes and back.

The package stands alone: it imports nothing of the project, writes no log, and no error it
raises repeats a key or a value.
"""
