"""Rows as the desk shows them: JSON types, Chinese labels, phone and ID numbers masked."""
