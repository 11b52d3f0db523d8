"""The policy library: full policy texts, split into clauses, kept in versions, and found again by words and sense."""
