"""The desk's pages, one module for each theme."""

from sanic import Blueprint

from integrations.desk.pages.applications import applications
from integrations.desk.pages.cases import cases
from integrations.desk.pages.employers import employers
from integrations.desk.pages.entry import entry
from integrations.desk.pages.filing import filing
from integrations.desk.pages.finding import finding
from integrations.desk.pages.leads import leads
from integrations.desk.pages.members import members
from integrations.desk.pages.organisations import organisations
from integrations.desk.pages.staff import staff
from integrations.desk.pages.statistics import statistics
from integrations.desk.pages.warnings import warnings
from integrations.desk.pages.work import work

_THEMES = (
    entry,
    work,
    cases,
    filing,
    warnings,
    employers,
    members,
    finding,
    applications,
    leads,
    organisations,
    statistics,
    staff,
)
pages = Blueprint.group(*_THEMES)

__all__ = ["pages"]
