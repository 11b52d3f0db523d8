import sqlalchemy as sa

from bot.entities import places
from bot.organisations import finding, importing, queries, sample, tree
from bot.organisations.model import Organisation


def test_the_sample_is_taken_in_once(session):
    count = sample.load_sample(session)
    assert count > 200
    assert sample.load_sample(session) == 0
    assert len(queries.listed(session)) == count


def test_the_sample_leaves_a_register_of_ones_own_alone(session, grow):
    grow("city", "city")
    assert sample.load_sample(session) == 0


def test_every_district_and_street_that_messages_can_name_has_its_union(session):
    sample.load_sample(session)
    for district in places.districts():
        assert finding.district(session, district).name == f"{district}总工会"
        for street in places.streets(district):
            assert finding.street(session, district, street), f"{district}{street}"


def test_every_street_of_the_sample_can_be_named(session):
    sample.load_sample(session)
    streets = sa.select(Organisation).where(Organisation.street.is_not(None))
    for row in session.execute(streets).scalars():
        assert row.street in places.streets(row.district)


def test_the_sample_stands_below_the_city(session):
    sample.load_sample(session)
    city = finding.city(session)
    everybody = session.execute(sa.select(Organisation.id)).scalars().all()
    assert set(session.execute(tree.branch(city.id)).scalars()) == set(everybody)


def test_nothing_of_the_sample_is_invented(session):
    """Only names and places: no address, number or person that nobody has confirmed."""
    sheet = importing.load(sample.SAMPLE)
    told = {"address", "latitude", "longitude", "hours", "phone", "contacts", "employers", "groups"}
    assert not any(row.values[key] for row in sheet.rows for key in told)
