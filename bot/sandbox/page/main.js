/** The page's beginning: reads who is here, sets up bar and phones, and listens for changes. */

import { ask, askPerson, tell } from "./dialogs.js";
import { attachMenu } from "./menu.js";
import { phrases } from "./phrases.js";
import { addPerson, listen, readConfig, Refused, restartBot } from "./sandbox.js";
import { Stage } from "./stage.js";
import { adoptZone, Clock, momentOf } from "./time.js";
import { adoptPage, switchLanguage, worded } from "./words.js";

const LOOK_MS = 15_000; // somebody else may move the clock or add people, and neither rings
const STATUS_MS = 6000;

const at = (id) => document.getElementById(id);
const clock = new Clock();
let stage = null;
let statusTimer = 0;

/** Say something at the foot of the page, and to screen readers. */
function report(name, values = {}) {
  worded(at("status"), name, values);
  clearTimeout(statusTimer);
  statusTimer = setTimeout(() => at("status").replaceChildren(), STATUS_MS);
}

/** What a promise gives; null when it was refused, which is then told. */
async function attempt(promise) {
  try {
    return await promise;
  } catch (error) {
    if (error instanceof Refused) report("refused", { reason: error.message });
    else if (error instanceof TypeError) report("unanswered");
    else throw error;
    return null;
  }
}

function showClock() {
  const now = clock.now();
  at("now").textContent = momentOf(now);
  at("now").dateTime = now.toISOString();
}

async function lookAround() {
  await attempt(Promise.all([clock.read(), stage.sync()]));
  showClock();
}

async function moveClock(step) {
  if ((await attempt(clock.step(step).then(() => true))) === null) return;
  showClock();
  report("clockMoved", { now: () => momentOf(clock.now()) });
}

async function restart() {
  at("restart").disabled = true;
  report("restarting");
  if ((await attempt(restartBot())) !== null) report("restarted");
  at("restart").disabled = false;
  at("restart").focus();
}

async function add(config) {
  const person = await askPerson(config.start ?? "");
  if (person === null) return;
  const id = await attempt(addPerson(person.name, person.language));
  if (id === null) return;
  await attempt(stage.sync());
  const phone = stage.phones.get(id);
  phone.part.start = person.start;
  stage.show(id);
  phone.composer.focus();
}

function setUpBar(config) {
  attachMenu(at("clock-open"), at("clock-steps"));
  for (const button of at("clock-steps").children) {
    button.addEventListener("click", () => moveClock(button.dataset.step));
  }
  at("restart").hidden = !config.can_restart;
  at("restart").addEventListener("click", restart);
  at("add").addEventListener("click", () => add(config));
  at("language").addEventListener("click", () => {
    switchLanguage();
    stage.dress();
    showClock();
  });
}

async function begin() {
  adoptPage();
  const config = await readConfig();
  adoptZone(config.time_zone);
  const added = Object.fromEntries(Object.entries(phrases).map(([code, list]) => [code, list.added]));
  const house = { bot: config.bot, addedRole: added, attempt, ask, tell };
  stage = new Stage(house, config.people ?? [], at("phones"), at("tabs"));
  setUpBar(config);
  await lookAround();
  let lost = false;
  listen({
    onChange: (person) => attempt(stage.refresh(person)),
    onOpen: () => {
      if (lost) {
        report("found");
        attempt(stage.rebuild());
      } else attempt(Promise.all([...stage.phones.values()].map((phone) => phone.refresh())));
      lost = false;
    },
    onLost: () => {
      lost = true;
      report("lost");
    },
  });
  setInterval(showClock, 1000);
  setInterval(lookAround, LOOK_MS);
  document.documentElement.dataset.ready = "";
}

begin().catch((error) => {
  report("unanswered");
  throw error;
});
