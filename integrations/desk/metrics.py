"""What the desk counts."""

from prometheus_client import Counter, Gauge

SIGN_INS = Counter("desk_sign_ins_total", "Sign-ins at the desk", ["outcome"])
WAITING = Gauge("desk_waiting_conversations", "Conversations that wait for a person", multiprocess_mode="max")
STREAMS = Gauge("desk_live_streams", "Browsers with live updates open", multiprocess_mode="livesum")
