"""The pure core: facts, figures, parties, duties, deadlines and life cycles.

Nothing here reads a clock, a file, the network or Temporal: every time comes in as an argument.
"""
