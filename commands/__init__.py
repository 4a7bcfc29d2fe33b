"""The commands of `shirase`, by what somebody wants to do; each a thin shell over what works.

Promises: a command that reads changes nothing, not even a key; what cannot be done is said in one
sentence with what would be right; `--json` has keys that stay.
"""
