"""What screens of a terminal share: words, tables and bars, in Japanese and English.

Everything here draws what it is given; nothing reads a clock, a setting or Temporal.
"""
