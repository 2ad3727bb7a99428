"""Replay: for any dialogue and any walk it ends in the same place, and the traps it was built around stay shut."""

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conversations.dialogue.prompts import Option, ask_text, choose, choose_many, confirm
from conversations.dialogue.replay import (
    Answer,
    DialogueError,
    Ended,
    Place,
    Vanished,
    arrive,
    back,
    begin,
    go_on,
)
from conversations.dialogue.steps import Dialogue, Say, Start
from conversations.dialogue.text import Text
from tests.conversations.dialogue.world import Do, FakeWorld, Weather

Make = Callable[[], Dialogue]


def T(words: str) -> Text:
    return Text(words)


COLOURS = [Option("red", T("Red"), "red"), Option("blue", T("Blue"), "blue")]
FRUIT = [Option("pear", T("Pear"), "pear"), Option("plum", T("Plum"), "plum"), Option("fig", T("Fig"), "fig")]


def story() -> Dialogue:
    """Three questions with words, a look and a branch between them; it acts at its end."""
    yield from Say(T("Welcome."))
    colour = yield from choose(T("Colour?"), COLOURS)
    yield from Say(Text("You like {c}.", {"c": colour}))
    if (yield from Weather()) == "sun" and colour == "red":
        fruit = yield from choose_many(T("Fruit?"), FRUIT)
    else:
        fruit = ()
    name = yield from ask_text(T("Name?")).or_skip()
    if not (yield from confirm(T("Send?"))):
        return None
    yield from Do(f"{colour} {'+'.join(fruit)} {name}")
    yield from Say(T("Sent."))
    return Start("menu", T("Menu"))


def arrived(found: Place | Ended | Vanished) -> Place:
    assert isinstance(found, Place)
    return found


def walk(make: Make, *values: Any, world: FakeWorld | None = None) -> Place | Ended:
    """Answer one question after the other, each from the stored answers alone, as the bot does."""
    world = world or FakeWorld()
    place = begin(make, world)
    for value in values:
        place = arrived(arrive(make, arrived(place).answers, world))
        place = go_on(place, value, world)
    return place


def test_it_asks_then_acts_then_speaks() -> None:
    world = FakeWorld()
    end = walk(story, "red", ["pear", "fig"], "Zoé", "yes", world=world)
    assert isinstance(end, Ended)
    assert world.done == ["red pear+fig Zoé"]
    assert [say.text.source for say in end.said if isinstance(say, Say)] == ["Sent."]
    assert end.next and end.next.dialogue == "menu"


def test_words_go_out_once_with_the_next_question() -> None:
    place = arrived(walk(story, "red"))
    assert [say.text.source for say in place.said if isinstance(say, Say)] == ["You like {c}."]


def test_back_drops_the_last_answer() -> None:
    world = FakeWorld()
    place = arrived(walk(story, "red", ["pear"]))
    assert arrived(back(story, place.answers, world)).prompt.text.source == "Fruit?"
    assert arrived(back(story, place.answers[:1], world)).prompt.text.source == "Colour?"


def test_a_dialogue_without_questions_may_act_at_once() -> None:
    def tap() -> Dialogue:
        yield from Do("taken")
        yield from Say(T("Done."))
        return None

    world = FakeWorld()
    assert isinstance(begin(tap, world), Ended)
    assert world.done == ["taken"]


# The traps.


def test_a_deploy_that_removes_the_last_question_acts_on_nothing() -> None:
    """Without rule 2 a stored "yes" to one question once carried out "erase everything"."""

    def before() -> Dialogue:
        if (yield from confirm(T("Keep my language?"))):
            yield from confirm(T("Erase everything?"))
            yield from Do("erase")
        return None

    def after() -> Dialogue:
        if (yield from confirm(T("Keep my language?"))):
            yield from Do("erase")
        return None

    world = FakeWorld()
    waiting = arrived(walk(before, "yes", world=world))
    found = arrived(arrive(after, waiting.answers, world))
    assert found.prompt.text.source == "Keep my language?"
    assert found.answers == ()
    assert world.done == []


def test_a_new_question_in_between_is_asked_and_gets_no_old_answer() -> None:
    def after() -> Dialogue:
        colour = yield from choose(T("Colour?"), COLOURS)
        yield from confirm(T("Are you sure about the colour?"))
        yield from confirm(T("Send?"))
        yield from Do(colour)
        return None

    def before() -> Dialogue:
        colour = yield from choose(T("Colour?"), COLOURS)
        yield from confirm(T("Send?"))
        yield from Do(colour)
        return None

    world = FakeWorld()
    shown = arrived(walk(before, "red", world=world))
    found = arrived(arrive(after, shown.answers, world))
    assert found.prompt.identity != shown.prompt.identity, "so the tap that was meant for the old one is not taken"
    assert world.done == []


def test_a_mended_wording_drops_the_answers_from_there_on() -> None:
    answers = arrived(walk(story, "red", ["pear"], None)).answers

    def mended() -> Dialogue:
        yield from choose(T("Colour?"), COLOURS)
        yield from choose_many(T("Which fruit do you like?"), FRUIT)
        yield from ask_text(T("Name?")).or_skip()
        return None

    found = arrived(arrive(mended, answers, FakeWorld()))
    assert found.prompt.text.source == "Which fruit do you like?"
    assert len(found.answers) == 1


def test_an_option_that_is_gone_is_asked_again() -> None:
    def poorer() -> Dialogue:
        yield from choose(T("Colour?"), COLOURS[:1])
        yield from ask_text(T("Name?"))
        return None

    stored = [Answer("choose|Colour?", "blue")]
    found = arrived(arrive(poorer, stored, FakeWorld()))
    assert found.prompt.text.source == "Colour?"
    assert found.answers == ()


def test_a_rendered_value_does_not_change_the_question() -> None:
    def asks(weather: str) -> Make:
        def make() -> Dialogue:
            yield from confirm(Text("It is {w}. Go out?", {"w": weather}))
            return None

        return make

    sunny = arrived(begin(asks("sun"), FakeWorld()))
    rainy = arrived(begin(asks("rain"), FakeWorld()))
    assert sunny.prompt.identity == rainy.prompt.identity


def test_a_look_is_read_afresh_and_may_lead_elsewhere() -> None:
    answers = arrived(walk(story, "red", ["pear"])).answers
    found = arrived(arrive(story, answers, FakeWorld(weather="rain")))
    assert found.prompt.text.source == "Name?"
    assert len(found.answers) == 1, "the answer about fruit belongs to a question that is not asked any more"


def test_no_question_may_follow_a_decision() -> None:
    def wrong() -> Dialogue:
        yield from confirm(T("Go?"))
        yield from Do("it")
        yield from confirm(T("And now?"))
        return None

    with pytest.raises(DialogueError, match="after a decision"):
        walk(wrong, "yes")


def test_a_loop_is_an_error_and_not_a_stuck_bot() -> None:
    def endless() -> Dialogue:
        while True:
            yield from Say(T("again"))

    with pytest.raises(DialogueError, match="steps"):
        begin(endless, FakeWorld())


def test_nothing_left_to_ask_is_said_and_not_acted_on() -> None:
    def asks() -> Dialogue:
        yield from confirm(T("Go?"))
        return None

    def gone() -> Dialogue:
        yield from Do("it")
        return None

    world = FakeWorld()
    answers = arrived(walk(asks)).answers
    assert isinstance(arrive(gone, answers, world), Vanished)
    assert world.done == []


# Any dialogue, any walk.

Shape = list[tuple[str, int]]
shapes: st.SearchStrategy[Shape] = st.lists(
    st.tuples(st.sampled_from(["choose", "many", "text", "say", "look", "skip", "branch"]), st.integers(0, 3)),
    min_size=1,
    max_size=8,
)


def make_of(shape: Shape) -> Make:
    """A dialogue from a list of steps; a branch leaves one question out, depending on what was chosen before."""

    def make() -> Dialogue:
        chosen = "red"
        for place, (kind, number) in enumerate(shape):
            words = T(f"Question {place}")
            if kind == "choose":
                chosen = yield from choose(words, COLOURS)
            elif kind == "many":
                yield from choose_many(words, FRUIT)
            elif kind == "text":
                yield from ask_text(words)
            elif kind == "skip":
                yield from ask_text(words).or_skip()
            elif kind == "look":
                yield from Weather()
            elif kind == "branch":
                if chosen == "red":
                    yield from confirm(words)
            else:
                yield from Say(Text("Words {n}", {"n": number}))
        yield from Do(chosen)
        return None

    return make


def some_answer(place: Place, number: int) -> Any:
    kind = place.prompt.kind
    if kind == "choose":
        options = place.prompt.buttons(None)
        return options[number % len(options)].option
    if kind == "choose-many":
        return [("pear", "plum", "fig")[number % 3]]
    if kind == "skippable" and number % 2:
        return None
    return f"words {number}"


@given(shapes, st.lists(st.tuples(st.sampled_from(["answer", "back", "restart"]), st.integers(0, 5)), max_size=25))
def test_any_walk_ends_where_its_answers_lead(shape: Shape, moves: list[tuple[str, int]]) -> None:
    make, world = make_of(shape), FakeWorld()
    place = begin(make, world)
    for move, number in moves:
        if isinstance(place, Ended):
            assert len(world.done) == 1
            return
        assert world.done == [], "nothing is carried out before the end"
        if move == "answer":
            place = go_on(arrived(arrive(make, place.answers, world)), some_answer(place, number), world)
        elif move == "back":
            place = arrived(back(make, place.answers, world))
        else:
            again = arrived(arrive(make, place.answers, world))
            assert again.prompt.identity == place.prompt.identity
            assert again.answers == place.answers
            place = again
    if isinstance(place, Place):
        straight: Place | Ended = begin(make, FakeWorld())
        for answer in place.answers:
            straight = go_on(arrived(straight), answer.value, FakeWorld())
        assert arrived(straight).prompt.identity == place.prompt.identity
