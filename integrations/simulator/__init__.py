"""The other side of WeChat: a platform to try the product on, and to test it against.

It shares no code with the webhook, so that a misunderstanding of the protocol cannot hide by being made twice.
"""
