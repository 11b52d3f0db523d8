"""The unions as a tree, with their service points: who covers what, and where it is found."""
