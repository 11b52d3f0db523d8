"""What is wrong with the knowledge is found before anybody is answered from it."""

from datetime import date, datetime
from pathlib import Path

import pytest

from bot import clock
from bot.knowledge.validate import EXAMPLES_WANTED, validate
from bot.paths import ROOT

TODAY = date(2026, 11, 22)
GOOD = {
    "id": "wage.arrears",
    "title": "公司拖欠工资怎么办",
    "answer": "先留证据。",
    "sources": "[劳动合同法#30]",
    "checked": "2026-11-01",
}


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A project with one good entry, and the policy texts beside it."""
    for name in ("data/knowledge", "data/nlu"):
        (tmp_path / "project" / name).mkdir(parents=True)
    policies = tmp_path / "shared" / "policies"
    policies.mkdir(parents=True)
    (policies / "劳动合同法.md").write_text("第三十条 甲。\n", encoding="utf-8")
    put(tmp_path / "project")
    examples = "".join(f"    - 工资没发{n}\n" for n in range(EXAMPLES_WANTED))
    content = f"nlu:\n- intent: ask/wage.arrears\n  examples: |\n{examples}"
    (tmp_path / "project/data/nlu/wage.yml").write_text(content, encoding="utf-8")
    return tmp_path / "project"


def put(root: Path, file: str = "wage.yml", **changes: str) -> None:
    """Write the good entry with changes."""
    fields = {**GOOD, **changes}
    text = "- " + "\n  ".join(f"{key}: {value}" for key, value in fields.items() if value) + "\n"
    (root / "data/knowledge" / file).write_text(text, encoding="utf-8")


def problems(root: Path) -> list[str]:
    with clock.fixed(TODAY):
        return [str(problem) for problem in validate(root)]


def test_a_good_entry_has_no_problem(root: Path) -> None:
    assert problems(root) == []


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"sources": "[劳动合同法#31]"}, "the text has no such article"),
        ({"sources": "[没有的法#1]"}, "no text of that title"),
        ({"sources": "[]"}, "sources is missing"),
        ({"checked": ""}, "checked is missing"),
        ({"checked": "2027-01-01"}, "still to come"),
        ({"related": "[wage.nothing]"}, "related wage.nothing has no entry"),
        ({"related": "[wage.arrears]"}, "related names the entry itself"),
        ({"answer": "长" * 700}, "fit into a message"),
        ({"cadre": "长" * 700}, "cadre has 2100 bytes"),
        ({"title": "长" * 21}, "21 characters"),
        ({"id": "wage.other"}, "ask/wage.arrears, but data/knowledge has no such entry"),
        ({"title": "'"}, "not valid YAML"),
        ({"leads_to": "calculator.nothing"}, "leads_to calculator.nothing is no service"),
        ({"answer": "打02163211939问。"}, "answer has the number 02163211939"),
        ({"answer": "看{rate:no_such_figure}"}, "there is no figure no_such_figure"),
        ({"answer": "看{rate:annual_leave_days}"}, "annual_leave_days is a table"),
        ({"answer": "看{rate:minimum_wage}"}, "shows a yearly figure, but has no review_by"),
        ({"cadre": "看{minimum_wage}"}, "cadre has a brace that is no figure"),
        ({"answer": "长" * 530 + "{rate:minimum_wage}"}, "fit into a message"),
        ({"cadre": "打63211939问。"}, "cadre has the number 63211939"),
        ({"answer": "你可以去投诉。"}, "answer says 你 to the person (你可以去投诉。)"),
        ({"title": "你能去投诉吗"}, "title says 你 to the person"),
        ({"cadre": "说“你不是会员”的，你别信。"}, "cadre says 你 to the person (说的，你别信。)"),
    ],
)
def test_a_mistake_is_said_with_its_place(root: Path, changes: dict[str, str], said: str) -> None:
    put(root, **changes)

    found = problems(root)

    assert any(said in problem for problem in found), found
    assert all(problem.startswith("data/") for problem in found)


LAW = "用人单位应当按照劳动合同约定和国家规定，向劳动者及时足额支付劳动报酬。"


@pytest.mark.parametrize("field", ["answer", "cadre"])
def test_a_sentence_copied_from_the_cited_law_is_named_whatever_its_marks(root: Path, field: str) -> None:
    (root.parent / "shared/policies/劳动合同法.md").write_text(f"第三十条 {LAW}\n", encoding="utf-8")
    put(root, **{field: LAW.replace("，", "")})

    assert [f"{field} copies 劳动合同法: 用人单位应当" in problem for problem in problems(root)] == [True]


def test_the_name_of_a_long_law_and_a_few_common_words_are_no_copy(root: Path) -> None:
    title = "最高人民法院关于审理劳动争议案件适用法律问题的解释（一）"
    path = root.parent / f"shared/policies/{title}.md"
    path.write_text(f"根据{title}第一条，{LAW}\n第一条 甲。\n", encoding="utf-8")
    put(root, answer=f"根据{title}第一条，见《{title}》，要及时足额支付劳动报酬。", sources=f"['{title}#1']")

    assert problems(root) == []


def test_a_figure_of_the_file_of_rates_with_a_day_of_review_is_well(root: Path) -> None:
    put(root, answer="'每月{rate:minimum_wage}。'", review_by="2027-07-01")

    assert problems(root) == []


def test_amounts_and_public_hotlines_are_no_strange_numbers(root: Path) -> None:
    put(root, answer="打12351，罚款20000元，也可以打962525。")

    assert problems(root) == []


def test_several_people_and_the_words_of_others_may_be_addressed_in_another_way(root: Path) -> None:
    put(root, answer="老板说“你不是会员”，您别信；你们几个人可以一起来，钱还是你们工会的。")
    assert problems(root) == []


def test_a_source_marked_external_needs_no_text(root: Path) -> None:
    put(root, sources="['external:没有的法#1']")

    assert problems(root) == []


def test_without_the_policy_texts_the_articles_are_not_checked(root: Path) -> None:
    put(root, sources="[没有的法#1]")

    with clock.fixed(TODAY):
        assert validate(root, policies=root / "nowhere") == []


def test_an_id_that_stands_twice_is_named(root: Path) -> None:
    put(root, file="again.yml")

    assert any("the id is also in again.yml" in problem for problem in problems(root))


def test_too_few_examples_are_an_error(root: Path) -> None:
    (root / "data/nlu/wage.yml").write_text(
        "nlu:\n- intent: ask/wage.arrears\n  examples: |\n    - 工资没发\n", encoding="utf-8"
    )

    assert problems(root) == [f"data/nlu: ask/wage.arrears has 1 examples; write at least {EXAMPLES_WANTED}"]


def test_an_overdue_review_is_a_warning_behind_the_errors(root: Path) -> None:
    put(root, review_by="2026-11-21", related="[wage.nothing]")

    with clock.fixed(TODAY):
        assert [problem.is_error for problem in validate(root)] == [True, False]


def test_a_yearly_figure_that_nobody_has_confirmed_for_today_is_a_reminder(root: Path) -> None:
    (root / "data/rates.yml").write_text(
        "minimum_wage:\n  title: 最低工资\n  unit: 元\n  publisher: 问12333\n  values:\n"
        "    - {from: 2025-07-01, until: 2026-06-30, value: 2740, source: 编造的, checked: 2026-01-01}\n",
        encoding="utf-8",
    )
    with clock.fixed(datetime(2026, 11, 22, tzinfo=clock.SHANGHAI)):
        (problem,) = validate(root)
    assert not problem.is_error
    assert "最低工资：只核到 2026-06-30" in str(problem)


def test_a_file_of_rates_that_cannot_be_read_is_an_error(root: Path) -> None:
    (root / "data/rates.yml").write_text("minimum_wage: 2740\n", encoding="utf-8")
    assert [problem.is_error for problem in validate(root)] == [True]


def test_the_real_knowledge_has_no_errors() -> None:
    assert [str(problem) for problem in validate() if problem.is_error] == []


@pytest.mark.skipif(not (ROOT.parent / "shared").is_dir(), reason="the policy texts (../shared) are not here")
def test_the_real_citations_stand_in_the_texts() -> None:
    assert [str(p) for p in validate(policies=ROOT.parent / "shared" / "policies") if p.is_error] == []
