"""Does what workflows decide: every side effect, behind the contracts."""
