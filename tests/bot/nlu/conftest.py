"""A tiny project, trained once: enough to run every component in Rasa's own graph."""

from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml

from bot.nlu.interpreter import Interpreter
from bot.nlu.training import TrainingResult, train
from bot.paths import ROOT

EXAMPLES = {
    "ask/wage.arrears": ["公司拖欠工资怎么办", "老板不发工资", "工资拖着不给", "欠了三个月工资", "讨薪去哪里"],
    "ask/join.online": ["怎么在手机上入会", "网上怎么加入工会", "微信能入会吗", "线上入会", "申工社入会怎么弄"],
    "grievance": ["我要投诉公司", "帮我登记诉求", "我要举报老板", "我想反映问题", "我要投诉"],
    "greet": ["你好", "您好", "早上好", "在吗", "嗨"],
    "out_of_scope": ["今天天气怎么样", "离婚财产怎么分", "红烧肉怎么做", "讲个笑话", "闯红灯扣几分"],
    "unclear": ["怎么办", "问个问题", "多少钱", "我想咨询一下", "什么意思"],
}

DOMAIN = {
    "version": "3.1",
    "intents": ["ask", "grievance", "greet", "out_of_scope", "unclear", "human", "crisis", "choose"],
    "entities": ["topic", "months", "amount", "district"],
    "actions": ["action_respond"],
}

ENTRY = """
- id: {topic}
  title: {title}
  answer: 先把证据留好，再找工会。
  sources: [劳动合同法#30]
  checked: 2026-01-01
"""


def write_project(root: Path) -> Path:
    """Write a project that trains, with our real pipeline, into `root`."""
    nlu = root / "data" / "nlu"
    nlu.mkdir(parents=True)
    blocks = [
        {"intent": intent, "examples": "".join(f"- {line}\n" for line in lines * (3 if "/" in intent else 1))}
        for intent, lines in EXAMPLES.items()
    ]
    _dump(nlu / "all.yml", {"version": "3.1", "nlu": blocks})
    rules = root / "data" / "rules"
    rules.mkdir()
    steps = [{"intent": "greet"}, {"action": "action_respond"}]
    _dump(rules / "greet.yml", {"version": "3.1", "rules": [{"rule": "answers a greeting", "steps": steps}]})
    knowledge = root / "data" / "knowledge"
    knowledge.mkdir()
    titles = {"wage.arrears": "公司拖欠工资怎么办", "join.online": "怎么在手机上入会"}
    entries = "".join(ENTRY.format(topic=topic, title=title) for topic, title in titles.items())
    (knowledge / "all.yml").write_text(entries, encoding="utf-8")
    _dump(root / "domain.yml", DOMAIN)
    (root / "config.yml").write_text((ROOT / "config.yml").read_text(encoding="utf-8"), encoding="utf-8")
    return root


def _dump(path: Path, content: object) -> None:
    path.write_text(yaml.safe_dump(content, allow_unicode=True), encoding="utf-8")


@pytest.fixture
def project(tmp_path: Path) -> Path:
    return write_project(tmp_path / "project")


@pytest.fixture(scope="session")
def trained(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, TrainingResult]:
    """The tiny project and what came of training it."""
    root = write_project(tmp_path_factory.mktemp("trained") / "project")
    return root, train(root / "models", root=root)


@pytest.fixture(scope="session")
def interpreter(trained: tuple[Path, TrainingResult]) -> Iterator[Interpreter]:
    yield Interpreter.load(trained[1].path)
