"""The first minutes: what this is, what it is not, consent to use and nothing else."""

from conversations.care.people import USE, Agree, MyPlace, MyStanding, Place, Standing
from conversations.dialogue.prompts import Option, choose, confirm
from conversations.dialogue.registry import ACCOMPANIED, dialogue
from conversations.dialogue.steps import Dialogue, Me, Say, Start
from conversations.dialogue.text import Text, _

HELP_NOW = Start("help-now", _("Help now"))

CONSENT_IN_UNIT = _(
    "To help you, {hospital} keeps your answers. Telegram also sees our messages: it is not certified for health data "
    "in France. If your words suggest danger, the unit may be told: I always tell you so. Do you agree? You can change "
    "your mind."
)
CONSENT_WITHOUT_ALERT = _(
    "To help you, {hospital} keeps your answers. Telegram also sees our messages: it is not certified for health data "
    "in France. If your words suggest danger, I tell nobody without your yes. Do you agree? You can change your mind."
)
CONSENT_WITHOUT_UNIT = _(
    "To help you find pages again, this service keeps your language and your choices. Telegram also sees our messages: "
    "it is not certified for health data in France. No unit is connected here, so I can call nobody for you. Do you "
    "agree? You can change your mind."
)
CONSENT_OF_TEAM = _(
    "You are invited to the team of {unit}. {hospital} keeps what you do here: offers, contacts, alerts. Telegram also "
    "sees our messages: it is not certified for health data in France. Do you agree? You can change your mind."
)


@dialogue("welcome", before_consent=True, urgent=True)
def welcome(me: Me, subject: str | None) -> Dialogue:
    standing = yield from MyStanding(me)
    if standing.state == "consented":
        yield from Say(_("Hello again. I am a program, not a person. Here is what we can do."))
        return Start("menu", _("Menu"))
    place = yield from MyPlace(me)
    if place and me.role not in ACCOMPANIED:
        consent = _team_consent(me, place)
    else:
        yield from choose(
            _(
                "Hello. I am a program, not a person. I can put you in touch with someone who has lived through "
                "illness, or help you find information. There is no hurry: go at your own pace and stop whenever "
                "you like."
            ),
            [Option("go", _("Continue"), True, ("ok", "oui", "yes"))],
            beside=(HELP_NOW, *_other_languages(standing)),
        )
        yield from choose(_limits(place), [Option("ok", _("I understand"), True, ("oui", "yes"))], beside=(HELP_NOW,))
        consent = _consent(place)
    agreed = yield from confirm(
        consent,
        yes=_("Yes, I agree"),
        no=_("No"),
        beside=(Start("page", _("Tell me more"), "privacy-my-data"), HELP_NOW, *_other_languages(standing)),
    )
    yield from Agree(me, USE, consent.source, agreed)
    if not agreed:
        yield from _refused(place)
        return None
    yield from Say(_("Thank you. You can stop at any time with /stop."))
    return Start("menu", _("Menu"))


def _limits(place: Place | None) -> Text:
    if place is None:
        return _(
            "I do not give medical advice and nobody reads here around the clock. For a health question, call your "
            "care team. In an emergency, call 15 or 112. More help numbers are always under “Help now”."
        )
    return _(
        "I do not give medical advice and nobody reads here around the clock. For a health question, call your care "
        "team: {line}. In an emergency, call 15 or 112. More help numbers are always under “Help now”.",
        line=place.line,
    )


def _consent(place: Place | None) -> Text:
    """What it says about danger is what the unit has declared."""
    if place is None:
        return CONSENT_WITHOUT_UNIT
    words = CONSENT_IN_UNIT if place.alert_on_danger else CONSENT_WITHOUT_ALERT
    return Text(words.source, {"hospital": place.hospital})


def _team_consent(me: Me, place: Place) -> Text:
    return Text(CONSENT_OF_TEAM.source, {"hospital": place.hospital, "unit": place.unit_name})


def _other_languages(standing: Standing) -> tuple[Start, ...]:
    return tuple(Start("language", Text(name), code) for code, name in standing.other_languages)


def _refused(place: Place | None) -> Dialogue:
    buttons = (Start("library", _("Read a page")), HELP_NOW)
    if place is None:
        yield from Say(
            _(
                "Understood, and it is your right. I do not keep your answers. The information pages and “Help now” "
                "stay open. You can come back whenever you like."
            ),
            buttons,
        )
        return None
    yield from Say(
        _(
            "Understood, and it is your right. I do not keep your answers. The information pages and “Help now” stay "
            "open. To talk to someone without using this: {coordination}, {phone}, {hours}. You can come back "
            "whenever you like.",
            coordination=place.coordination,
            phone=place.coordination_phone,
            hours=place.coordination_hours,
        ),
        buttons,
    )
    return None


@dialogue("what-i-am", before_consent=True, urgent=True, command="help")
def what_i_am(me: Me, subject: str | None) -> Dialogue:
    place = yield from MyPlace(me)
    yield from Say(_limits(place), (HELP_NOW, Start("menu", _("Menu"))))
    return None
