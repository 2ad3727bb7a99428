"""Rows of profiles, requests, offers and pairs, on both databases."""

from functools import partial

from bot.storage import memberships, offers, pairs, people, profiles, requests
from bot.storage.database import Database, Transaction
from bot.storage.sealing import Sealer

SEALER = Sealer({1: bytes(32)}, 1)
PATIENT, AP, OTHER = 1, 2, 3
UNIT = "tilleul"


def arrive(tx: Transaction) -> None:
    for person in (PATIENT, AP, OTHER):
        people.add(tx, SEALER, person, 1000 + person, "fr", 1)
    memberships.add(tx, 20, AP, UNIT, "ap", 1)
    profiles.open_caseload(tx, AP, 1)


def ask(tx: Transaction, request: int, person: int | None = PATIENT) -> bool:
    return requests.add(
        tx,
        SEALER,
        request,
        UNIT,
        person=person,
        opened_by=None,
        details={"topics": ["work"]},
        guest=None if person else {"name": "Roger"},
        promised_at=900,
        now=100,
    )


async def test_a_person_has_one_open_request_in_a_unit(database: Database) -> None:
    def turn(tx: Transaction) -> list[bool]:
        arrive(tx)
        first, second = ask(tx, 10), ask(tx, 11)
        closed = requests.close(tx, 10, "withdrawn", 200)
        return [first, second, closed, requests.close(tx, 10, "closed", 201), ask(tx, 12), ask(tx, 13, None)]

    assert await database.transact(turn) == [True, False, True, False, True, True]
    found = await database.read(partial(requests.open_of_unit, unit=UNIT))
    assert [one.id for one in found] == [12, 13]
    assert found[0].details(SEALER) == {"topics": ["work"]}
    assert found[1].guest(SEALER) == {"name": "Roger"}


async def test_states_change_only_from_the_expected_one(database: Database) -> None:
    def turn(tx: Transaction) -> list[bool]:
        arrive(tx)
        ask(tx, 10)
        pairs.add(tx, 30, UNIT, 10, AP, 1, 300)
        return [
            requests.set_state(tx, 10, ("proposed",), "matched"),
            requests.set_state(tx, 10, ("resting", "searching"), "proposed"),
            pairs.set_state(tx, 30, ("active",), "held"),
            pairs.first_contact(tx, 30, 350),
            pairs.agree(tx, 30, 9000, 400),
            pairs.agree(tx, 30, 9000, 401),
            pairs.pause(tx, 30, PATIENT, 9000),
            pairs.go_on(tx, 30, AP),
            pairs.go_on(tx, 30, PATIENT),
            pairs.first_contact(tx, 30, 450),
            pairs.first_contact(tx, 30, 451),
            pairs.renew(tx, 30, 9500),
            pairs.close(tx, 30, "ended", 500),
            pairs.close(tx, 30, "ended", 501),
        ]

    expected = [False, True, False, False, True, False, True, False, True, True, False, True, True, False]
    assert await database.transact(turn) == expected
    pair = await database.read(partial(pairs.find, pair_id=30))
    assert pair is not None
    assert (pair.state, pair.closed_why, pair.first_contact_at, pair.renewals) == ("closed", "ended", 450, 1)


async def test_the_last_place_is_taken_once_and_free_again_when_a_pair_closes(database: Database) -> None:
    def turn(tx: Transaction) -> list[bool]:
        arrive(tx)
        ask(tx, 10)
        ask(tx, 11, OTHER)
        return [
            pairs.add(tx, 30, UNIT, 10, AP, 1, 300),
            pairs.add(tx, 31, UNIT, 11, AP, 1, 300),
            pairs.close(tx, 30, "another", 310),
            pairs.add(tx, 31, UNIT, 11, AP, 1, 320),
        ]

    assert await database.transact(turn) == [True, False, True, True]


async def test_an_offer_is_answered_once_and_in_time(database: Database) -> None:
    def turn(tx: Transaction) -> list[bool]:
        arrive(tx)
        ask(tx, 10)
        put = partial(offers.put, tx, request=10, unit=UNIT, ap=AP, wave=1, now=100)
        return [
            put(40, expires_at=500) is not None,
            put(41, expires_at=500) is not None,
            offers.accept(tx, 40, 500),
            offers.accept(tx, 40, 499),
            offers.accept(tx, 40, 499),
            offers.set_state(tx, 40, "accepted", "gone", 500),
            put(42, expires_at=900) is not None,
            offers.set_state(tx, 40, "open", "declined", 510),
            put(43, expires_at=900) is not None,
        ]

    assert await database.transact(turn) == [True, False, False, True, False, True, True, True, False]


async def test_a_refusal_holds_in_both_directions(database: Database) -> None:
    def turn(tx: Transaction) -> tuple[frozenset[int], frozenset[int]]:
        arrive(tx)
        pairs.add_refusal(tx, 50, UNIT, PATIENT, AP, 1)
        return pairs.refused_by(tx, PATIENT), pairs.refused_by(tx, AP)

    assert await database.transact(turn) == (frozenset({AP}), frozenset({PATIENT}))


async def test_erasing_a_person_erases_what_they_said_and_what_they_shared(database: Database) -> None:
    def turn(tx: Transaction) -> None:
        arrive(tx)
        ask(tx, 10)
        profiles.write(tx, SEALER, 60, PATIENT, "patient", {"cancer": "breast"}, 1)
        pairs.add(tx, 30, UNIT, 10, AP, 1, 300)
        pair = pairs.find(tx, 30)
        assert pair is not None
        pairs.write_agreement(tx, SEALER, 30, {"rhythm": "weekly"}, patient=True, ap=False, now=1)
        pairs.add_farewell(tx, SEALER, 70, pair, PATIENT, "word", "thank you", 1)
        assert profiles.find(tx, SEALER, PATIENT, "patient") == {"cancer": "breast"}
        assert pairs.farewell(tx, SEALER, 30, "word") == (PATIENT, "thank you")
        people.erase(tx, PATIENT)

    await database.transact(turn)
    assert await database.read(lambda tx: profiles.find(tx, SEALER, PATIENT, "patient")) == {}
    assert await database.read(partial(pairs.find, pair_id=30)) is None
    assert await database.read(lambda tx: pairs.agreement(tx, SEALER, 30)) is None
    assert await database.read(partial(pairs.of_ap, ap_id=AP)) == []


async def test_clearance_counts_while_the_membership_is_active(database: Database) -> None:
    def turn(tx: Transaction) -> list[int]:
        arrive(tx)
        profiles.clear(tx, 20, AP, UNIT, charter=1, trained=2, at=None)
        before = len(profiles.clearances(tx, UNIT))
        assert profiles.clearances(tx, UNIT)[0].cleared_at is None
        profiles.clear(tx, 20, AP, UNIT, charter=1, trained=2, at=3)
        memberships.set_state(tx, 20, "ended")
        return [before, len(profiles.clearances(tx, UNIT))]

    assert await database.transact(turn) == [1, 0]
