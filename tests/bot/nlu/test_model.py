"""The linear model by itself."""

from pathlib import Path

import pytest

from bot.nlu.model import DEFAULTS, LinearModel, TooFewExamples

TEXTS = ["拖欠工资", "不发工资", "工资没发", "怎么入会", "网上入会", "手机入会", "你好", "您好", "在吗"]
LABELS = ["ask/wage.arrears"] * 3 + ["ask/join.online"] * 3 + ["greet"] * 3


@pytest.mark.parametrize("features", ["char", "word", "union"])
@pytest.mark.parametrize("learner", ["svc", "logistic"])
def test_every_kind_learns_and_its_probabilities_add_up(features: str, learner: str) -> None:
    model = LinearModel.fit(TEXTS, LABELS, {**DEFAULTS, "features": features, "learner": learner})

    guess = model.predict(["拖欠工资"])[0]

    assert max(guess, key=guess.__getitem__) == "ask/wage.arrears"
    assert sum(guess.values()) == pytest.approx(1)


def test_two_labels_are_enough() -> None:
    model = LinearModel.fit(TEXTS[:6], LABELS[:6], DEFAULTS)

    assert model.predict(["入会"])[0]["ask/join.online"] > 0.5


def test_one_label_is_not() -> None:
    with pytest.raises(TooFewExamples):
        LinearModel.fit(TEXTS[:3], LABELS[:3], DEFAULTS)


@pytest.mark.parametrize("features", ["char", "union"])
def test_a_stored_model_says_the_same(tmp_path: Path, features: str) -> None:
    config = {**DEFAULTS, "features": features}
    model = LinearModel.fit(TEXTS, LABELS, config)
    model.save(tmp_path / "m.npz")

    loaded = LinearModel.load(tmp_path / "m.npz", config)

    for text in ("工资", "入会", "没见过的话", ""):
        assert loaded.predict([text])[0] == pytest.approx(model.predict([text])[0], abs=1e-2)


@pytest.mark.parametrize("view", ["discriminative", "generative", "retrieval"])
def test_every_view_recognises_by_itself(view: str) -> None:
    config = {**DEFAULTS, "discriminative": 0.0, view: 4.0, "calibration_parts": 1}
    documents = {"ask/wage.arrears": ["工资拖欠"], "ask/join.online": ["入会网上"], "greet": ["你好您好"]}
    model = LinearModel.fit(TEXTS, LABELS, config, documents)

    guess = model.predict(["拖欠工资"])[0]

    assert max(guess, key=guess.__getitem__) == "ask/wage.arrears"


def test_a_file_with_code_in_it_is_not_run(tmp_path: Path) -> None:
    (tmp_path / "m.npz").write_bytes(b"\x80\x04cos\nsystem\n(S'true'\ntR.")

    with pytest.raises(ValueError, match="pickle"):
        LinearModel.load(tmp_path / "m.npz", DEFAULTS)
