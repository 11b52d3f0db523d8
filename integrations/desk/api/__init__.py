"""The API under /api/v1, described by openapi.yml: what the desk's pages use and other systems may."""

from sanic import Blueprint

from integrations.desk.api.cases import cases
from integrations.desk.api.conversations import conversations
from integrations.desk.api.document import document
from integrations.desk.api.members import members
from integrations.desk.api.organisations import organisations
from integrations.desk.api.staff import staff
from integrations.desk.api.statistics import statistics
from integrations.desk.api.warnings import warnings

api = Blueprint.group(
    conversations, cases, members, organisations, staff, statistics, warnings, document, url_prefix="/api/v1"
)

__all__ = ["api"]
