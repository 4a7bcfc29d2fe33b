"""Escalation ladders, approval rules and wave sizes, as data; frozen into each incident."""
