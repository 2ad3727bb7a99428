"""The code before My data: whether it stands, whether it was right, and the number that it guards."""

from dataclasses import replace
from datetime import datetime

from bot.clock import from_ms, to_ms
from bot.services.my_data import has_said_yes_before
from bot.services.registry import answers, carries_out
from bot.services.requests import open_request
from bot.services.second_looks import rewrite
from bot.services.wishes import details_of
from bot.storage import pins
from bot.turn import Turn
from conversations.care.pins import (
    PIN,
    ForgetNumber,
    Locked,
    MyNumber,
    PinLocked,
    PinStands,
    RemovePin,
    Right,
    SetPin,
    TryPin,
    Wrong,
)
from conversations.policies.discretion import PIN_LOCKED_FOR, PIN_OPEN_FOR, WRONG_PINS

SHOWN_DIGITS = 2


def stands(turn: Turn) -> bool:
    """Whether a code of this person is set and was not given in the last minutes."""
    pin = pins.find(turn.tx, turn.somebody.id)
    return pin is not None and (pin.open_until is None or pin.open_until <= turn.now_ms)


@answers(PinStands)
def pin_stands(turn: Turn, look: PinStands) -> bool:
    return stands(turn)


@answers(PinLocked)
def pin_locked(turn: Turn, look: PinLocked) -> datetime | None:
    pin = pins.find(turn.tx, turn.somebody.id)
    locked = pin is not None and pin.locked_until is not None and pin.locked_until > turn.now_ms
    return from_ms(pin.locked_until) if pin and pin.locked_until and locked else None


@carries_out(TryPin)
def try_pin(turn: Turn, decision: TryPin) -> Right | Wrong | Locked:
    me = turn.somebody.id
    pin = pins.find(turn.tx, me)
    if (until := pin_locked(turn, PinLocked(decision.me))) is not None:
        return Locked(until)
    if pin is None or pin.code == pins.hashed(turn.house.sealer, me, decision.code):
        pins.was_right(turn.tx, me, to_ms(turn.now + PIN_OPEN_FOR))
        return Right()
    pins.was_wrong(turn.tx, me)
    if pin.wrong + 1 < WRONG_PINS:
        return Wrong(WRONG_PINS - pin.wrong - 1)
    pins.lock(turn.tx, me, to_ms(turn.now + PIN_LOCKED_FOR))
    return Locked(turn.now + PIN_LOCKED_FOR)


@carries_out(SetPin)
def set_pin(turn: Turn, decision: SetPin) -> bool:
    if stands(turn):
        return False
    pins.put(turn.tx, turn.house.sealer, turn.somebody.id, decision.code, to_ms(turn.now + PIN_OPEN_FOR))
    return True


@carries_out(RemovePin)
def remove_pin(turn: Turn, decision: RemovePin) -> bool:
    if stands(turn) and not has_said_yes_before(turn, PIN):
        return False
    pins.remove(turn.tx, turn.somebody.id)
    return True


@answers(MyNumber)
def my_number(turn: Turn, look: MyNumber) -> str | None:
    request = open_request(turn, look.me.unit)
    number = details_of(turn, request).number if request else None
    return number[-SHOWN_DIGITS:] if number else None


@carries_out(ForgetNumber)
def forget_number(turn: Turn, decision: ForgetNumber) -> bool:
    request = open_request(turn, decision.me.unit)
    if request is None or stands(turn):
        return False
    rewrite(turn, request, replace(details_of(turn, request), number=None))
    return True
