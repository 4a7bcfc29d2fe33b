"""What an incident needs of a person now: gathered from the register, the most urgent first."""
