"""The law as dated data: one YAML file a regime, a loader that checks it, and the calendars."""
