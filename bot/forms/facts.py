"""What a person told earlier in the session, so that a form does not ask for it again."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from bot.entities.extract import extract
from bot.entities.normalise import normalise
from bot.forms.personal import WISH, gathered_secrecy, others_numbers, own_number
from bot.forms.questions import is_question
from bot.understanding import TopicGuess, Understanding

LONGEST_TROUBLE = 1000
# Services whose request tells the person's own trouble, however it is worded.
_TELLING = ("grievance", "legal_aid", "mediation")

# What comes before and after the trouble itself: the wish to have it taken down, and the question about it.
_OPENING = re.compile(
    r"(?:你好|您好|请问|那|就|嗯|好的?|喂|工会的?同志|老师)?[，,\s]*"
    r"(?:(?:我|我们)?(?:要|想|想要|需要|来)?(?:向|跟|和|找)?(?:你们|工会|你)?(?:帮|替|给)?(?:我|我们)?"
    r"(?:(?:实名|匿名|在线)?(?:投诉|举报|反映|登记|申诉|控告|上报|告|提交?|维权|"
    r"申请(?:一下|个|工会的?)*(?:法律援助|法援|(?:劳动)?(?:争议|纠纷)?调解))(?:一下|下|个|一个)*"
    r"(?:诉求|问题|情况|事情|事|投诉)?(?:吧|了|啊)?)[，,：:。\s]*)"
)
# Words that only turn to something else: 等等，站点还扣着我六百块钱.
_TURN_TO = re.compile(r"^(?:(?:等等|等一下|等下|对了|还有|另外|那个|哎|唉|不对|算了|先不说这个)[，,。！!\s]+)+")
_TAIL = re.compile(
    r"(?:(?:我)?(?:该|要|应该|能|可以|现在)*(?:怎么办|咋办|怎么弄|如何是好|如何处理|怎么处理|怎么维权|怎么投诉)|(?:这|这样|他们|公司)?(?:合法|违法|可以|合理|对)(?:吗|么|不)|"
    r"(?:帮我|请)?(?:登记|记)(?:一下|下来)?|(?:我)?(?:要|想)申请(?:工会的?)?(?:法律援助|法援|(?:劳动)?(?:争议)?调解)|(?:我)?(?:要|想)(?:投诉|举报|告)(?:他们|公司|老板|单位|它|他|你们)?|能不能(?:要|赔|管)|有没有人管|(?:你们|工会)?管不管)(?:啊|呀|呢|吧|吗)*[?？。！!\s]*$"
)
# What leads up to somebody's own name or number; 老板打电话骂我 tells the trouble, and stays.
_BEFORE_PERSONAL = re.compile(
    r"[，,。；;\s]*(?:(?:我|本人)的?)?(?:叫|是|名叫|姓名|名字|联系人|手机号?码?|电话号?码?|联系(?:方式|电话)|号码|微信|身份证号?码?)*"
    r"[是为叫:：\s]*$"
)
_TROUBLE = re.compile(
    r"欠|拖|克扣|扣(?:钱|了|我|工资|押金)|辞退|开除|裁员|裁掉|赶走|解除|加班|工伤|受伤|摔|砸|烫|不(?:给|发|交|缴|签|让|付|结|退|报|管|承认|批|认|支付)|"
    r"没(?:有)?(?:给|发|交|缴|签|付|结|退|报|买|休|拿到|开)|未(?:发|付|签|缴|交)|[勿弗](?:给|发)|逼|骂|打人|骚扰|歧视|罚|降薪|降(?:了)?(?:工资|薪)|调岗|跑路|(?:头|板|公司|厂|人)(?:都|已经|也|就)?跑了|卷款|失联|拖欠|"
    r"取消|年终奖|奖金|提成|绩效|工资|薪水|危险|隐患|高温|食堂|宿舍|超时|违法|押金|赖账|职业病|夜班|少发|扣押|欠薪|霸凌|孕|年假|年休假|社保|合同|补偿|赔"
)
_OWN = re.compile(
    r"我|咱|阿拉|老板|公司|单位|厂|店|站点|工地|领导|主管|经理|他们|工头|包工头|同事|工友|中介|物业|学校|医院|酒店|饭店"
)


@dataclass(frozen=True)
class Facts:
    """What earlier messages said.

    Attributes:
        entities: Values by kind (contracts.md), and under `WISH` whether the employer may know; a later message's
            wins.
        trouble: The last trouble told, in the person's words.
        topic: The topic that it is about.
        carried: Values of the new form's fields that the form before it took down; for its beginning only.
    """

    entities: Mapping[str, Any] = field(default_factory=dict)
    trouble: str = ""
    topic: str | None = None
    carried: Mapping[str, Any] = field(default_factory=dict)

    @classmethod
    def from_json(cls, data: Mapping[str, Any] | None) -> "Facts":
        """Read what `to_json` wrote; None is knowing nothing."""
        return cls(**data) if data else cls()

    def to_json(self) -> dict[str, Any]:
        """Return the facts as JSON types."""
        return {"entities": dict(self.entities), "trouble": self.trouble, "topic": self.topic}

    def with_message(self, said: Understanding) -> "Facts":
        """Return the facts with what a further message said.

        A question about the law (超过一年还能仲裁吗) says nothing about the person; a trouble asked about does.
        """
        told, secret = trouble(said), gathered_secrecy(said)
        if not told and (said.text.startswith("/") or is_question(said)):
            return self
        topic = said.topics[0].id if told and said.topics else self.topic
        kept = {kind: value for kind, value in said.entities.items() if kind not in ("topic", "service", "choice")}
        if (number := own_number(said)) != kept.get("phone"):
            kept.pop("phone", None)  # 老板电话… is nobody's own
            kept |= {"phone": number} if number else {}
        kept |= {} if secret is None else {WISH: secret}
        return Facts({**self.entities, **kept}, told or self.trouble, topic)

    def with_entities(self, entities: Mapping[str, Any]) -> "Facts":
        """Return the facts with further values, such as those of a location that was sent."""
        return replace(self, entities={**self.entities, **entities})

    def as_message(self) -> Understanding:
        """Return the facts as one message that says all of them."""
        topics = (TopicGuess(self.topic, 1.0),) if self.topic else ()
        return Understanding(self.trouble, "grievance", topics=topics, entities=self.entities)


def trouble(said: Understanding) -> str | None:
    """Return the trouble of their own that a person tells, in their words, or None where they tell none.

    我要投诉，公司拖欠工资 tells 公司拖欠工资; 我要投诉 and 年休假有几天 tell none.
    """
    text = said.text.strip()
    if text.startswith("/"):
        return None
    text = _without_person(text)
    text = _from(text, _TURN_TO.match(normalise(text)))
    told = _TAIL.sub("", _from(text, _OPENING.match(normalise(text)))).strip(" ，,。.；;！!")
    told = "，".join(clause for clause in re.split(r"[，,。；;\n]", told) if clause.strip())
    plain = normalise(told)
    if len(plain) < 2 or not _TROUBLE.search(plain):
        return None
    wants_filing = said.intent in _TELLING
    if not wants_filing and (not _OWN.search(plain) or (is_question(said) and not _told_first(plain))):
        return None
    return told[:LONGEST_TROUBLE]


def _without_person(text: str) -> str:
    """Return the text without the person's own name and numbers: those are kept apart, and encrypted."""
    others = {entity.value for entity in others_numbers(text)}
    found = (entity for entity in extract(text) if entity.value not in others)
    personal = [entity for entity in found if entity.kind in ("person", "phone", "id_number")]
    for entity in sorted(personal, key=lambda e: -e.start):
        text = _BEFORE_PERSONAL.sub("", text[: entity.start]) + text[entity.end :]
    return text


def _from(text: str, match: "re.Match[str] | None") -> str:
    return text[match.end() :] if match else text


def _told_first(plain: str) -> bool:
    """Tell whether what is left, without the question behind it, is a statement."""
    return not re.search(r"[?？吗么]|怎么|多少|几天|如何|能不能|可不可以|什么|哪", plain)


def join_trouble(known: Mapping[str, Any], more: Mapping[str, Any]) -> dict[str, Any]:
    """Return a trouble with more of it behind; the topic stays."""
    return {**known, "text": f"{known['text']}；{more['text']}"[:LONGEST_TROUBLE]}
