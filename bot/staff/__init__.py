"""The people who work at the desk: accounts, sign-in, audit."""
