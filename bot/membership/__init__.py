"""Joining: applications, the member register, leads for setting up a union (opinion 四, first duty; 五（一）)."""
