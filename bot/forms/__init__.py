"""Forms that a conversation fills: the engine, and one file for each service's form."""
