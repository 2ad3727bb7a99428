/** Times and dates as people of one time zone read them, and the sandbox's clock. */

import { advanceClock, readClock } from "./sandbox.js";
import { locale } from "./words.js";

const MORNING = 8;
const SECOND = 1000;
const HOUR = 3600;
const STEPS = { hour: HOUR, day: 24 * HOUR, week: 7 * 24 * HOUR };

let zone = "Europe/Paris"; // where the demonstration's unit is

/** Take the zone that the server names, if any. */
export function adoptZone(name) {
  if (name) zone = name;
}

const format = (date, options) => new Intl.DateTimeFormat(locale(), { timeZone: zone, ...options }).format(date);

/** "14:05". */
export const timeOf = (date) => format(date, { hour: "2-digit", minute: "2-digit", hourCycle: "h23" });

/** "lundi 23 novembre". */
export const dayOf = (date) => format(date, { weekday: "long", day: "numeric", month: "long" });

/** A word that is the same for all moments of one day. */
export const dayKey = (date) =>
  new Intl.DateTimeFormat("en-CA", { timeZone: zone, year: "numeric", month: "2-digit", day: "2-digit" }).format(date);

/** "lun. 23 nov. 14:05". */
export const momentOf = (date) =>
  `${format(date, { weekday: "short", day: "numeric", month: "short" })} ${timeOf(date)}`;

/** Seconds from a moment to the next eight o'clock there, right across a change of the clocks. */
export function secondsToMorning(date) {
  const [hour, minute, second] = ["hour", "minute", "second"].map((part) => {
    const options = { timeZone: zone, hour: "numeric", minute: "numeric", second: "numeric", hourCycle: "h23" };
    const parts = new Intl.DateTimeFormat("en-GB", options).formatToParts(date);
    return Number(parts.find((one) => one.type === part).value);
  });
  const sinceMidnight = hour * HOUR + minute * 60 + second;
  const wait = (MORNING * HOUR - sinceMidnight + 24 * HOUR) % (24 * HOUR) || 24 * HOUR;
  const there = timeOf(new Date(date.getTime() + wait * SECOND));
  const late = Number(there.slice(0, 2)) - MORNING;
  return wait - late * HOUR;
}

/** The sandbox's clock as this page follows it between two readings. */
export class Clock {
  constructor() {
    this.offset = 0;
  }

  /** The sandbox's present. */
  now() {
    return new Date(Date.now() + this.offset);
  }

  /** Ask the server. */
  async read() {
    this.offset = (await readClock()) - Date.now();
  }

  /** Move on by "hour", "day", "week", or to "morning". */
  async step(name) {
    const seconds = name === "morning" ? secondsToMorning(this.now()) : STEPS[name];
    this.offset = (await advanceClock(seconds)) - Date.now();
  }
}
