"""What happens, in which order and by when. No I/O: every effect is an activity."""
