"""The rules of Mail Send v3, one file a part of the request body."""
