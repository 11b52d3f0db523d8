"""Figures on cases, members, leads and warnings, each traceable to its rows."""
