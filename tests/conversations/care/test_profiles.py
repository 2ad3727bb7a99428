"""What somebody said about themself: kept in few words, taken back at once, never asked twice."""

from hypothesis import given
from hypothesis import strategies as st

from conversations.care.profiles import FIELDS, ONE_VALUE, Profile, from_json, to_json
from conversations.policies.matching import WEIGHTS


def values(field: str) -> st.SearchStrategy[object]:
    one = st.sampled_from(sorted(FIELDS[field]))
    return st.none() | one if field in ONE_VALUE else st.lists(one, unique=True).map(tuple)


PROFILES = st.builds(Profile, **{field: values(field) for field in FIELDS}, works_here=st.booleans())


@given(PROFILES)
def test_what_is_written_is_read_again(profile: Profile) -> None:
    assert from_json(to_json(profile)) == profile


def test_what_nobody_said_is_not_written() -> None:
    assert to_json(Profile()) == {}


def test_what_another_version_wrote_is_left_out() -> None:
    assert from_json({"age": "30-44", "shoe_size": 42}) == Profile(age="30-44")


def test_a_question_passed_over_is_not_asked_again_until_it_is_answered() -> None:
    passed = Profile().with_field("cancer", None)
    assert passed.has("cancer") and passed.cancer is None
    answered = passed.with_field("cancer", "breast")
    assert answered.cancer == "breast" and answered.passed == ()


@given(PROFILES, st.sampled_from(sorted(FIELDS)))
def test_taken_back_is_forgotten(profile: Profile, field: str) -> None:
    assert not getattr(profile.with_field(field, None), field)


def test_every_weight_can_be_put_in_words() -> None:
    assert set(WEIGHTS) <= set(FIELDS)
