"""What a rehearsal needs and production never does: people who do not exist."""
