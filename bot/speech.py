"""Everything that is said goes through here: from words to sealed rows of the outbox, in the turn's transaction.

Replies and alerts are never held. Notices and check-ins wait for the end of the quiet hours, and while their person is
in danger or in mourning until that is over; relayed messages go at any hour, without sound. What comes unasked waits
behind a cover for who is discreet; after words of violence, for everybody and without a cover, until they say that it
is a good time.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta
from typing import Any

from bot import covers
from bot.clock import from_ms, to_ms
from bot.house import House
from bot.site import Choices, Unit
from bot.storage import freezes, memberships, outbox, people
from bot.storage.database import Transaction
from bot.storage.ids import new_id
from bot.storage.outbox import ON_A_MESSAGE, Lane
from bot.storage.people import Person
from bot.telegram.render import Offer, Operation, Reader, offers_in
from conversations.dialogue.notice import Notice
from conversations.dialogue.prompts import Prompt
from conversations.dialogue.registry import STAFF
from conversations.dialogue.steps import Say, SendFile, Start
from conversations.dialogue.text import Text
from conversations.everyone.discretion import COVER, cover
from conversations.policies.local_time import QuietHours, moment

AT_ONCE = 100  # messages in one call of deleteMessages
HELD_LANES = (Lane.NOTICE, Lane.CHECK_IN)
COVERED_LANES = (Lane.RELAY, *HELD_LANES)


@dataclass(slots=True)
class Speech:
    tx: Transaction
    house: House
    now: datetime

    def reply(self, person: Person, *said: Say | SendFile) -> None:
        """What answers something the person just did."""
        reader = self._here(person)
        for one in said:
            if isinstance(one, SendFile):
                self.put(person, self.house.renderer.file(one, reader), Lane.REPLY)
                continue
            for operation in self.house.renderer.say(one, reader):
                self.put(person, operation, Lane.REPLY)

    def aside(self, person: Person, say: Say) -> None:
        """Beside the question that is open: what is typed next still answers that."""
        for operation in self.house.renderer.say(say, self._here(person)):
            self.put(person, replace(operation, offers=()), Lane.REPLY)
        if person.prompt_is_last:
            people.prompt_shown(self.tx, person.id, person.prompt_number)

    def thanks(self, person: Person) -> None:
        self.put(person, self.house.renderer.thanks(self.reader(person)), Lane.REPLY)

    def ask(self, person: Person, prompt: Prompt[Any], number: int, draft: Any, *, first: bool) -> None:
        for operation in self.house.renderer.prompt(prompt, number, draft, first=first, reader=self._here(person)):
            self.put(person, operation, Lane.REPLY)
        people.prompt_shown(self.tx, person.id, number)

    def redraw(self, person: Person, prompt: Prompt[Any], number: int, draft: Any, *, first: bool) -> None:
        operation = self.house.renderer.redrawn(prompt, number, draft, first=first, reader=self._here(person))
        self.put(person, operation, Lane.REPLY)
        self._remember(person, operation.takes_text, operation.offers)
        people.prompt_shown(self.tx, person.id, number)

    def notice(
        self,
        person_id: int,
        notice: Notice,
        *,
        unit: str | None = None,
        lane: Lane = Lane.NOTICE,
        expires_at: datetime | None = None,
        tell: bool = False,
    ) -> None:
        """What nobody asked for. Nothing is written to the unreachable, the stopped and the erased."""
        person = people.find(self.tx, person_id)
        if person is None or person.state == "stopped" or person.unreachable:
            return
        operation = self.house.renderer.notice(notice, self.reader(person, unit))
        self.put(
            person,
            operation,
            lane,
            unit=unit,
            expires_at=expires_at,
            tell=tell,
            unasked=lane != Lane.ALERT,
            waits=notice.waits,
            discreet=notice.covered,
        )

    def unsay(self, person_id: int, about: str) -> None:
        """What still waits to be said about something (for the morning, behind a cover) is not so any more."""
        outbox.drop_about(self.tx, person_id, about, to_ms(self.now), "no longer so")

    def edit(self, person_id: int, about: str, text: Text, buttons: tuple[Start, ...] = ()) -> None:
        """Change the message that was sent about something, once it is sent."""
        person = people.find(self.tx, person_id)
        if person is None or person.unreachable:
            return
        self.put(person, self.house.renderer.edit(text, buttons, self.reader(person), about), Lane.NOTICE, held=False)

    def put(
        self,
        person: Person,
        operation: Operation,
        lane: Lane,
        *,
        unit: str | None = None,
        part: int = 0,
        expires_at: datetime | None = None,
        tell: bool = False,
        held: bool = True,
        unasked: bool | None = None,
        waits: bool = True,
        discreet: bool = False,
    ) -> None:
        """Write one operation; remember what its buttons offer, so that each can be typed.

        Nothing typed answers what is not on the phone yet, and a change to an older message is not the last thing said.
        What comes `unasked` (as what is neither a reply nor an alert to the staff does) may have to wait (covers.py),
        for whoever is discreet or where it is about something `discreet`.
        What `waits` does so too while everything else does.
        """
        row = new_id(to_ms(self.now))
        body = json.dumps(operation.parameters, ensure_ascii=False)
        not_before = self._after_quiet_hours(person, unit) if held and lane in HELD_LANES else self.now
        unasked = lane in COVERED_LANES if unasked is None else unasked
        frozen = waits and lane in HELD_LANES and self._is_frozen(person, operation, part)
        discreet = discreet or person.hides is not None
        covered = (
            not frozen and unasked and covers.is_needed(self.tx, person, operation, part, self.now, discreet=discreet)
        )
        outbox.put(
            self.tx,
            row,
            person.id,
            lane,
            operation.method,
            self.house.sealer.seal(body, "outbox", "body", row),
            to_ms(self.now),
            unit=unit,
            subject=operation.about,
            part=part,
            tell=tell,
            not_before=to_ms(not_before),
            expires_at=to_ms(expires_at) if expires_at else None,
            state="frozen" if frozen else "covered" if covered else "waiting",
        )
        if frozen:
            return
        if covered:
            self._cover(person, lane, unit)
        elif not_before > self.now:
            self._remember_later(person, operation, not_before)
        elif operation.method not in ON_A_MESSAGE:
            people.prompt_passed(self.tx, person.id)
            if operation.offers:
                self._remember(person, operation.takes_text, operation.offers)

    def let_wait(self, person: Person) -> None:
        """From now on everything waits: what was to come in the morning too."""
        outbox.freeze(self.tx, person.id)
        takes_text, shown = person.shown(self.house.sealer)
        people.set_shown(self.tx, self.house.sealer, person.id, json.dumps([takes_text, shown]))

    def go_on(self, person: Person) -> None:
        """What waited while everything did is said now, in its order, as if it were new: by night in the morning."""
        for row in outbox.frozen(self.tx, person.id):
            parameters = json.loads(self.house.sealer.open(bytes(row["body"]), "outbox", "body", row["id"]))
            outbox.drop(self.tx, row["id"], to_ms(self.now), "said anew")
            self.put(
                person,
                Operation(row["method"], parameters, row["subject"], offers_in(parameters)),
                Lane(row["lane"]),
                unit=row["unit_id"],
                part=row["part"],
                expires_at=from_ms(row["expires_at"]) if row["expires_at"] else None,
                tell=bool(row["tell"]),
            )

    def take_off(self, person: Person, message_ids: Sequence[int]) -> None:
        """Delete messages in somebody's chat, theirs too; one that is no longer there does not matter."""
        for first in range(0, len(message_ids), AT_ONCE):
            these = {"message_ids": list(message_ids[first : first + AT_ONCE])}
            self.put(person, Operation("deleteMessages", these), Lane.REPLY)

    def cover_again(self, person: Person) -> None:
        """Without a sound: what stood before what waits was deleted."""
        if not freezes.is_hushed(self.tx, person.id):
            self._put_cover(person, Lane.RELAY, None, quiet=True)

    def ring(self, person_id: int, unit: str | None = None) -> None:
        """What was just said is urgent: where it waits behind a cover, that comes anew, with its sound."""
        person = people.find(self.tx, person_id)
        if person is not None and outbox.covered(self.tx, person_id):
            self._cover(person, Lane.REPLY, unit)

    def let_come(self, person_id: int) -> None:
        """What waited while nothing was to be pushed comes now; for somebody discreet, behind a cover."""
        person = people.find(self.tx, person_id)
        if person is None or freezes.is_hushed(self.tx, person_id):
            return
        if person.hides is None:
            outbox.uncover(self.tx, person_id, to_ms(self.now))
        elif outbox.cover_anew(self.tx, person_id, to_ms(self.now)) and not covers.stands(self.tx, person):
            self._put_cover(person, Lane.RELAY, None, quiet=False)

    def came(self, person: Person, offers: Sequence[Offer]) -> None:
        """What was covered is the last thing shown: what is typed answers it."""
        people.prompt_passed(self.tx, person.id)
        if offers:
            self._remember(person, False, offers)

    def catch_up(self, person: Person) -> None:
        """What was held over the quiet hours and has come by now is the last thing shown: what is typed answers it."""
        came = [one for one in self._to_come(person) if one[0] <= to_ms(self.now)]
        if not came:
            return
        people.prompt_passed(self.tx, person.id)
        _at, takes_text, offers = next((one for one in reversed(came) if one[2]), came[-1])
        if not offers:
            takes_text, offers = person.shown(self.house.sealer)
        self._remember(person, takes_text, [Offer(data, label) for data, label in offers])

    def drop_waiting(self, person: Person) -> None:
        """Forget what still waits to be said to somebody who left."""
        outbox.drop_for_person(self.tx, person.id, to_ms(self.now), "left")
        people.set_shown(self.tx, self.house.sealer, person.id, json.dumps([False, []]))

    def reader(self, person: Person, unit_id: str | None = None) -> Reader:
        return self.house.reader_of(person, self._unit(person, unit_id))

    def _here(self, person: Person) -> Reader:
        """Who reads the answer to what they just did, in the role they are in."""
        hat = memberships.current_of(self.tx, person.id, person.membership_id)
        reader = self.house.reader_of(person, self.house.site.unit(hat.unit_id if hat else None))
        return replace(reader, among_staff=hat is not None and hat.role in STAFF)

    def is_quiet(self, person: Person, unit_id: str | None = None) -> bool:
        """Whether it is night for this person, by the unit's quiet hours in the person's own zone."""
        return self._after_quiet_hours(person, unit_id) > self.now

    def _is_frozen(self, person: Person, operation: Operation, part: int) -> bool:
        """What works on a message waits with it."""
        if person.frozen_until is None:
            return False
        if operation.method in ON_A_MESSAGE:
            return operation.about is not None and outbox.is_frozen(self.tx, person.id, operation.about, part)
        return True

    def _cover(self, person: Person, lane: Lane, unit: str | None) -> None:
        """One cover stands at a time; one that nobody opened for long gives way to a new one, with its sound, and any
        does where somebody waits for what comes (in the lane of replies)."""
        if freezes.is_hushed(self.tx, person.id):
            return
        if covers.stands(self.tx, person):
            if lane != Lane.REPLY and not covers.is_stale(self.tx, person, self.now):
                return
            self.unsay(person.id, COVER)
            self.put(person, Operation("deleteMessage", {}, COVER), Lane.REPLY)
        in_time = Lane.NOTICE if lane in HELD_LANES else lane
        self._put_cover(person, in_time, unit, quiet=lane == Lane.RELAY and self.is_quiet(person, unit))

    def _put_cover(self, person: Person, lane: Lane, unit: str | None, *, quiet: bool) -> None:
        operation = self.house.renderer.notice(cover(), self.reader(person, unit))
        if quiet:
            operation.parameters["disable_notification"] = True
        self.put(person, operation, lane, unit=unit, unasked=False)

    def _remember(self, person: Person, takes_text: bool, offers: Sequence[Offer]) -> None:
        """These are the buttons of the last message from now on; what waits for the morning stays to come."""
        fresh = people.find(self.tx, person.id) or person
        to_come = [one for one in self._to_come(fresh) if one[0] > to_ms(self.now)]
        words = json.dumps([takes_text, [[o.data, o.label] for o in offers], *to_come])
        people.set_shown(self.tx, self.house.sealer, person.id, words)

    def _remember_later(self, person: Person, operation: Operation, at: datetime) -> None:
        fresh = people.find(self.tx, person.id) or person
        takes_text, shown = fresh.shown(self.house.sealer)
        buttons = [[o.data, o.label] for o in operation.offers]
        words = json.dumps([takes_text, shown, *self._to_come(fresh), [to_ms(at), operation.takes_text, buttons]])
        people.set_shown(self.tx, self.house.sealer, person.id, words)

    def _to_come(self, person: Person) -> list[Any]:
        """Of each message that waits for the morning: when it goes, whether words answer it, its buttons."""
        if person.sealed_shown is None:
            return []
        kept: list[Any] = json.loads(self.house.sealer.open(person.sealed_shown, "people", "shown", person.id))
        return kept[2:]

    def _unit(self, person: Person, unit_id: str | None) -> Unit | None:
        if unit_id is None and person.membership_id:
            hat = memberships.find(self.tx, person.membership_id)
            unit_id = hat.unit_id if hat else None
        return self.house.site.unit(unit_id)

    def _after_quiet_hours(self, person: Person, unit_id: str | None) -> datetime:
        """Now, or when the night the person is in ends, by the unit's hours and the person's own clock."""
        unit = self._unit(person, unit_id)
        choices = unit.choices if unit else Choices()
        zone = self.house.zone_of(person, unit)
        quiet = QuietHours(time.fromisoformat(choices.quiet_from), time.fromisoformat(choices.quiet_to))
        local = self.now.astimezone(zone)
        if not quiet.holds(local.time()):
            return self.now
        day = local.date() if local.time() < quiet.ends else local.date() + timedelta(days=1)
        # The hour that happens twice may have ended the night already.
        return max(self.now, moment(day, quiet.ends, zone))
