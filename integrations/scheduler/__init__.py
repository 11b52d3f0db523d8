"""The scheduler's process: what happens by the clock."""
