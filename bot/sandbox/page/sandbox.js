/** The simulation's API, as the server gives it under /sim. */

const RECONNECT_MS = 2000;

/** The simulation said no; the message is its reason. */
export class Refused extends Error {}

async function call(method, path, body) {
  const response = await fetch(path, {
    method,
    headers: { "Content-Type": "application/json" },
    body: body === undefined ? undefined : JSON.stringify(body),
    cache: "no-store",
  });
  const answer = await response.json();
  if (!response.ok) throw new Refused(answer.error ?? response.statusText);
  return answer;
}

/** What the page may offer: the bot, the menu of commands, whether it can be restarted, and who is who. */
export const readConfig = () => call("GET", "/sim/config");

/** Everybody who has a phone here. */
export const readPeople = async () => (await call("GET", "/sim/people")).people;

/** A new phone; gives its person's id. */
export const addPerson = async (name, language) =>
  (await call("POST", "/sim/people", { first_name: name, language_code: language })).id;

/** What changed in a person's chat after `since`. */
export const readChat = (person, since) => call("GET", `/sim/people/${person}/chat?since=${since}`);

/** Something a person does: text, tap, press, contact, edit, media, forward, album, block, unblock, leave. */
export const act = (person, name, body = {}) => call("POST", `/sim/people/${person}/${name}`, body);

/** The sandbox's present, in milliseconds since the epoch. */
export const readClock = async () => Date.parse((await call("GET", "/sim/clock")).now);

/** Move the clock on; gives the new present. */
export const advanceClock = async (seconds) =>
  Date.parse((await call("POST", "/sim/clock", { advance_seconds: seconds })).now);

/** Kill the bot and start it again. */
export const restartBot = () => call("POST", "/sim/restart", {});

/**
 * Listen for changes, for ever: `onChange(person)` for each, `onOpen()` whenever the line is there (again),
 * `onLost()` when it breaks. The browser reconnects by itself, except after an answer that is no stream.
 */
export function listen({ onChange, onOpen, onLost }) {
  const stream = new EventSource("/sim/events");
  stream.onopen = onOpen;
  stream.onmessage = (event) => {
    const { person } = JSON.parse(event.data);
    if (person !== undefined) onChange(person);
  };
  stream.onerror = () => {
    onLost();
    if (stream.readyState !== EventSource.CLOSED) return;
    setTimeout(() => listen({ onChange, onOpen, onLost }), RECONNECT_MS);
  };
}
