"""Conversations: the inbox, the transcript, who holds a conversation, and what is owed to people."""
