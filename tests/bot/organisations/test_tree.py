import random
import threading

import pytest
import sqlalchemy as sa

from bot.organisations import tree
from bot.organisations.model import Ancestry, Organisation


@pytest.fixture
def unions(grow):
    city = grow("city", "city")
    district = grow("district", "district", city)
    other = grow("other", "district", city)
    street = grow("street", "street", district)
    firm = grow("firm", "enterprise", street)
    return {row.code: row for row in (city, district, other, street, firm)}


def codes(session, condition):
    return set(session.execute(sa.select(Organisation.code).where(condition)).scalars())


def pairs(session):
    return {tuple(row) for row in session.execute(sa.select(Ancestry.__table__))}


def test_a_branch_is_a_union_and_all_below_it(session, unions):
    in_branch = Organisation.id.in_(tree.branch(unions["district"].id))
    assert codes(session, in_branch) == {"district", "street", "firm"}
    assert codes(session, Organisation.id.in_(tree.branch(unions["firm"].id))) == {"firm"}


def test_the_line_above_comes_nearest_first(session, unions):
    assert [row.code for row in tree.line_above(session, unions["firm"].id)] == ["street", "district", "city"]
    assert tree.line_above(session, unions["city"].id) == []


def test_the_union_above_is_the_parent(session, unions):
    assert tree.above(session, unions["firm"].id).code == "street"
    assert tree.above(session, unions["city"].id) is None
    assert tree.above(session, 4711) is None


def test_a_union_covers_itself_and_what_is_below_it(session, unions):
    assert tree.covers(session, unions["district"].id, unions["firm"].id)
    assert tree.covers(session, unions["firm"].id, unions["firm"].id)
    assert not tree.covers(session, unions["firm"].id, unions["district"].id)
    assert not tree.covers(session, unions["other"].id, unions["firm"].id)


def test_a_union_that_moves_takes_its_branch_along(session, unions):
    unions["street"].parent_id = unions["other"].id
    tree.place(session, unions["street"])
    assert [row.code for row in tree.line_above(session, unions["firm"].id)] == ["street", "other", "city"]
    assert not tree.covers(session, unions["district"].id, unions["firm"].id)
    assert tree.covers(session, unions["street"].id, unions["firm"].id)


def test_placing_twice_changes_nothing(session, unions):
    before = pairs(session)
    for row in unions.values():
        tree.place(session, row)
    assert pairs(session) == before


def test_placing_mends_what_was_never_written(session, unions):
    session.execute(sa.delete(Ancestry).where(Ancestry.descendant_id == unions["firm"].id))
    tree.place(session, unions["firm"])
    assert len(tree.line_above(session, unions["firm"].id)) == 3
    assert tree.covers(session, unions["firm"].id, unions["firm"].id)


@pytest.mark.parametrize("below", ["district", "street", "firm"])
def test_nobody_is_placed_below_themselves(session, unions, below):
    unions["district"].parent_id = unions[below].id
    with pytest.raises(tree.CycleError, match="district"):
        tree.place(session, unions["district"])


def test_rebuilding_gives_what_placing_one_by_one_gives(session, unions):
    wanted = pairs(session)
    session.execute(sa.delete(Ancestry).where(Ancestry.descendant_id == unions["street"].id))
    session.execute(sa.update(Ancestry).where(Ancestry.distance == 2).values(distance=7))
    session.add(Ancestry(ancestor_id=unions["firm"].id, descendant_id=unions["other"].id, distance=1))
    tree.rebuild(session)
    assert pairs(session) == wanted


def test_rebuilding_refuses_a_circle(session, unions):
    unions["district"].parent_id = unions["firm"].id
    with pytest.raises(tree.CycleError):
        tree.rebuild(session)


@pytest.mark.parametrize("seed", range(5))
def test_any_row_of_moves_leaves_the_tree_that_the_parents_say(session, grow, seed):
    dice = random.Random(seed)
    rows = [grow("city", "city")]
    for number in range(12):
        rows.append(grow(f"u{number}", "joint", dice.choice(rows)))
    for _ in range(30):
        row, below = dice.choice(rows[1:]), dice.choice(rows)
        if tree.covers(session, row.id, below.id):
            continue
        row.parent_id = below.id
        tree.place(session, row)
    written = pairs(session)
    session.execute(sa.delete(Ancestry))
    tree.rebuild(session)
    assert pairs(session) == written


def test_two_moves_at_once_do_not_make_a_circle(database):
    with database.work() as session:
        for code in ("city", "a", "b"):
            row = Organisation(code=code, name=code, level="joint", parent_id=1 if code != "city" else None)
            session.add(row)
            session.flush()
            tree.place(session, row)
        session.commit()
    start, refused = threading.Barrier(2), []

    def move(code: str, below: str) -> None:
        start.wait()
        with database.work() as session:
            tree.lock(session)
            rows = {row.code: row for row in session.execute(sa.select(Organisation)).scalars()}
            rows[code].parent_id = rows[below].id
            try:
                tree.place(session, rows[code])
                session.commit()
            except tree.CycleError:
                refused.append(code)

    threads = [threading.Thread(target=move, args=pair) for pair in (("a", "b"), ("b", "a"))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(refused) == 1
    with database.work() as session:
        before = pairs(session)
        tree.rebuild(session)
        assert pairs(session) == before
