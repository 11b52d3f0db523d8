"""What the assistant knows and decides; there is no HTTP in here."""
