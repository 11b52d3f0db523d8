"""Employers: one employer recognised as one, although people write it differently."""
