"""The answers: entries with their sources, how they are rendered, and what is checked about them."""
