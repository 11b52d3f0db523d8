"""The two forms of a push's body, XML and JSON, made into one."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal
from xml.parsers.expat import ExpatError

import xmltodict

from integrations.wechat.errors import BadRequest

Format = Literal["xml", "json"]

# Characters that XML cannot hold. People do send them, and one of them must not cost the whole message.
_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


@dataclass(frozen=True)
class Body:
    """A body that was read.

    Attributes:
        xml: The message as an XML document, whatever form it came in.
        format: The form it came in.
        fields: Its elements by name.
    """

    xml: str
    format: Format
    fields: Mapping[str, Any]


def parse(body: bytes) -> Body:
    """Read a body in whichever of the two forms it is.

    Raises:
        BadRequest: It is not UTF-8, or neither XML nor JSON of the platform's form.
    """
    try:
        text = printable(body.decode("utf-8-sig"))
        if text.lstrip().startswith("{"):
            fields = json.loads(text, object_pairs_hook=_printable_object)
            return Body(as_xml(fields), "json", fields)
        # The parser refuses entity declarations, so that a few bytes cannot unfold into gigabytes.
        fields = xmltodict.parse(text, disable_entities=True)["xml"]
    except (ExpatError, ValueError, KeyError, RecursionError) as error:
        raise BadRequest("the body is neither XML nor JSON of the platform's form") from error
    if not isinstance(fields, dict):
        raise BadRequest("the body has no fields")
    return Body(text, "xml", fields)


def as_xml(fields: Mapping[str, Any]) -> str:
    """Return `fields` as an XML document of the platform's form."""
    return str(xmltodict.unparse({"xml": fields}, full_document=False))


def as_json(fields: Mapping[str, Any]) -> str:
    """Return `fields` as a JSON body of the platform's form."""
    return json.dumps(fields, ensure_ascii=False)


def printable(text: str) -> str:
    """Return `text` without the characters that an XML document cannot hold."""
    return _NOT_XML.sub("", text)


def _printable_object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    return {key: printable(value) if isinstance(value, str) else value for key, value in pairs}
