/** A button that opens a list beside it: arrow keys walk, Escape closes, a press outside closes. */

let open = null;

/** Let `button` open and close `panel`; `fill` is asked for the panel's content each time, where it is given. */
export function attachMenu(button, panel, fill = null) {
  panel.hidden = true;
  button.setAttribute("aria-expanded", "false");
  const close = () => {
    if (open?.panel !== panel) return;
    const inside = panel.contains(document.activeElement);
    panel.hidden = true;
    button.setAttribute("aria-expanded", "false");
    open = null;
    if (inside) button.focus();
  };
  const show = () => {
    open?.close();
    if (fill !== null) panel.replaceChildren(...fill());
    panel.hidden = false;
    button.setAttribute("aria-expanded", "true");
    open = { panel, button, close };
    panel.querySelector("button")?.focus({ preventScroll: true });
  };
  button.addEventListener("click", () => (open?.panel === panel ? close() : show()));
  panel.addEventListener("click", (event) => {
    if (event.target.closest("button")) close();
  });
  panel.addEventListener("keydown", (event) => walk(event, panel));
}

function walk(event, panel) {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (step === undefined) return;
  event.preventDefault();
  const items = [...panel.querySelectorAll("button")];
  const next = items.indexOf(document.activeElement) + step;
  items.at(next % items.length)?.focus();
}

document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape" || open === null) return;
  event.stopPropagation();
  open.close();
});

document.addEventListener("pointerdown", (event) => {
  if (open !== null && !open.panel.contains(event.target) && !open.button.contains(event.target)) open.close();
});

document.addEventListener("focusin", (event) => {
  if (open !== null && !open.panel.contains(event.target) && !open.button.contains(event.target)) open.close();
});
