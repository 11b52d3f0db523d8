"""Rasa and TensorFlow without their talk: what they print is for their developers, not for our users."""

import io
import logging
import os
import warnings
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stderr, redirect_stdout

import structlog

# Read by the libraries when they are first imported or used.
_ENVIRONMENT = {
    "TF_CPP_MIN_LOG_LEVEL": "3",
    "TF_ENABLE_ONEDNN_OPTS": "0",
    "RASA_TELEMETRY_ENABLED": "false",
    # Our models train in seconds and are kept by the fingerprint of all their inputs (training.py); Rasa's
    # own cache knows nothing of the word lists, so it would keep what it must not.
    "RASA_MAX_CACHE_SIZE": "0",
    "TQDM_DISABLE": "1",
}


@contextmanager
def quietly() -> Iterator[list[warnings.WarningMessage]]:
    """Hold back what the libraries print and log below error inside the block; yield their warnings."""
    for name, value in _ENVIRONMENT.items():
        os.environ.setdefault(name, value)
    loggers = [logging.getLogger(name) for name in ("rasa", "tensorflow", "matplotlib", "asyncio")]
    levels = [logger.level for logger in loggers]
    for logger in loggers:
        logger.setLevel(logging.ERROR)
    try:
        nowhere = io.StringIO()
        with redirect_stdout(nowhere), redirect_stderr(nowhere), warnings.catch_warnings(record=True) as caught:
            warnings.simplefilter("always", UserWarning)
            yield caught
    finally:
        for logger, level in zip(loggers, levels, strict=True):
            logger.setLevel(level)


def keep_to_errors() -> None:
    """Let Rasa log nothing but errors in this process, whatever LOG_LEVEL says: below that it logs what people write.

    Its newer modules log through structlog, which unconfigured prints every level.
    """
    structlog.configure(
        wrapper_class=structlog.make_filtering_bound_logger(logging.ERROR),
        logger_factory=structlog.stdlib.LoggerFactory(),
    )
    logging.getLogger("rasa").setLevel(logging.ERROR)
