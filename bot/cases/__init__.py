"""Cases: what people file, and what happens to it."""
