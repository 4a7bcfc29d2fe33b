"""Runs what one Shirase needs on one machine: the Temporal server and the house's processes."""
