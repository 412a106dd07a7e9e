// A few words for working with the page.

/** Listen for an event on whatever matches the selector, now or later. */
export function on(type, selector, handle) {
  document.addEventListener(type, (event) => {
    const hit = event.target instanceof Element ? event.target.closest(selector) : null;
    if (hit) handle(event, hit);
  });
}

/** All elements that match. */
export const all = (selector, root = document) => [...root.querySelectorAll(selector)];

/** An element with attributes and children; strings become text, never markup. */
export function make(name, attributes = {}, ...children) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) if (value !== null && value !== undefined) element.setAttribute(key, value);
  element.append(...children);
  return element;
}

/** An SVG element. */
export function svg(name, attributes = {}, ...children) {
  const element = document.createElementNS("http://www.w3.org/2000/svg", name);
  for (const [key, value] of Object.entries(attributes)) if (value !== null && value !== undefined) element.setAttribute(key, value);
  element.append(...children);
  return element;
}

/** The JSON that a page carries for its script: <script type="application/json" id="..."> is data, it never runs. */
export const data = (id) => JSON.parse(document.getElementById(id).textContent);

let shown;
/** A short message at the foot of the window, read out by screen readers. */
export function toast(words) {
  shown?.remove();
  shown = make("div", { class: "toast", role: "status" }, words);
  document.body.append(shown);
  const own = shown;
  setTimeout(() => own.remove(), 2600);
}

/** The token that a request that changes something must carry, as the header x-csrf-token. */
export const token = () => document.querySelector("input[name=csrf]")?.value ?? "";
