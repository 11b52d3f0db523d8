"""What happens by the clock: in exactly one of many processes, and nothing twice or never after a restart."""
