"""An appointment as a file for a calendar. It says when, and nothing of what or with whom."""

from datetime import datetime, timedelta

from icalendar import Calendar, Event

LENGTH = timedelta(minutes=30)


def calendar_with(appointment: int, sequence: int, title: str, at: datetime, now: datetime) -> bytes:
    """The bytes of an .ics (RFC 5545) with one event. A later `sequence` of the same appointment replaces it."""
    event = Event()
    event.add("uid", f"{appointment}@companion")
    event.add("sequence", sequence)
    event.add("summary", title)
    event.add("dtstamp", now)
    event.add("dtstart", at)
    event.add("duration", LENGTH)
    calendar = Calendar()
    calendar.add("prodid", "-//companion//appointment//EN")
    calendar.add("version", "2.0")
    calendar.add_component(event)
    return bytes(calendar.to_ical())
