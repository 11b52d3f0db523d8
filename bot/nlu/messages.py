"""What our components write on Rasa's messages for one another, and which messages they leave alone."""

import re

from rasa.shared.nlu.constants import TEXT
from rasa.shared.nlu.training_data.message import Message

# Not in the output: only for the components behind it.
NORMALIZED = "normalized_text"
# In the output, read by Understanding.from_rasa.
TOPICS = "topics"
QUESTIONS = "questions"
UNSURE = "unsure"

ASK = "ask"

_PAYLOAD = re.compile(r"/[a-z_]+(\{.*\})?", re.DOTALL)


def is_payload(text: str) -> bool:
    """Tell whether `text` is a tapped option (`/choose{"topic": …}`), which Rasa unpacks by itself."""
    return bool(_PAYLOAD.fullmatch(text.strip()))


def needs_reading(message: Message) -> bool:
    """Tell whether `message` is something that a person wrote."""
    text = message.get(TEXT)
    return bool(text) and not is_payload(text)
