"""The hotline desk: pages for the people at the hotline, and the API that they and other systems use."""
