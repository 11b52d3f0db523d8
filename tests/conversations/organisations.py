"""A few made-up unions and service points for the conversations."""

from sqlalchemy.orm import Session

from bot.organisations import model as kinds
from bot.organisations import tree
from bot.organisations.model import Organisation

# Code, name, level, kind, code of the one above, district, street, and what else.
ROWS = (
    ("C", "上海市总工会", kinds.CITY, kinds.UNION, None, None, None, {}),
    ("PD", "浦东新区总工会", kinds.DISTRICT, kinds.UNION, "C", "浦东新区", None, {}),
    ("PD-ZJ", "张江镇总工会", kinds.STREET, kinds.UNION, "PD", "浦东新区", "张江镇", {}),
    ("PD-ZJ-L", "张江镇联合工会", kinds.JOINT, kinds.UNION, "PD-ZJ", "浦东新区", "张江镇", {}),
    (
        "PD-ZJ-E",
        "明日电子工会",
        kinds.ENTERPRISE,
        kinds.UNION,
        "PD-ZJ",
        "浦东新区",
        "张江镇",
        {"employers": ["上海明日电子有限公司"]},
    ),
    ("PD-FY", "浦东新区工会法律援助服务点", kinds.DISTRICT, kinds.LEGAL_AID, "PD", "浦东新区", None, {}),
    ("PD-TJ", "浦东新区劳动争议调解委员会", kinds.DISTRICT, kinds.MEDIATION, "PD", "浦东新区", None, {}),
    (
        "PD-ZJ-Z",
        "张江镇工会服务站",
        kinds.STREET,
        kinds.STATION,
        "PD-ZJ",
        "浦东新区",
        "张江镇",
        {
            "address": "张江镇虚构路1号",
            "latitude": 31.2040,
            "longitude": 121.5900,
            "hours": "周一至周五 9:00-17:00",
            "phone": "021-50000000",
        },
    ),
    ("HK", "虹口区总工会", kinds.DISTRICT, kinds.UNION, "C", "虹口区", None, {}),
)


def add_organisations(session: Session) -> None:
    """Write the organisations; the caller commits."""
    known: dict[str, Organisation] = {}
    for code, name, level, kind, above, district, street, more in ROWS:
        row = Organisation(code=code, name=name, level=level, kind=kind, district=district, street=street, **more)
        row.parent_id = known[above].id if above else None
        session.add(row)
        session.flush()
        tree.place(session, row)
        known[code] = row
