// A story and its claims: pointing at words lights their claims, pointing at a claim lights its words; and any words that
// are selected can be copied with an address that marks them.
import { all, make, on, toast } from "./dom.js";
import { points } from "./offsets.js";

const numbers = (element) => (element.dataset.c ?? "").split(" ").filter(Boolean);

function light(which) {
  for (const element of all(".lit[data-c]")) element.classList.remove("lit", "aside");
  for (const n of which) {
    for (const element of all(`[data-c~="${n}"]`)) {
      element.classList.add("lit");
      // What one claim says is done may be no more than part of a name in another.
      const deeds = element.dataset.deeds?.split(" ");
      element.classList.toggle("aside", deeds !== undefined && !deeds.some((d) => which.includes(d)));
    }
  }
}

for (const type of ["pointerover", "focusin"]) {
  document.addEventListener(type, (event) => {
    const at = event.target instanceof Element ? event.target.closest("[data-c]") : null;
    light(at ? numbers(at) : location.hash.startsWith("#claim-") ? [location.hash.slice(7)] : []);
  });
}

// A click on words shows the card of their first claim; on the number of a card, its words.
on("click", ".text .w[data-c]", (event, words) => {
  if (!getSelection().isCollapsed) return;
  const card = document.getElementById(`claim-${numbers(words)[0]}`);
  card?.scrollIntoView({ block: "nearest", behavior: "smooth" });
  light(numbers(words));
});

addEventListener("hashchange", () => { if (location.hash.startsWith("#claim-")) light([location.hash.slice(7)]); });
if (location.hash.startsWith("#claim-")) light([location.hash.slice(7)]);

// Selected words.
let button;
function take() {
  const selection = getSelection();
  const text = document.querySelector("[data-text]");
  button?.remove();
  if (!text || selection.isCollapsed || !selection.rangeCount) return;
  const range = selection.getRangeAt(0);
  if (!text.contains(range.startContainer) || !text.contains(range.endContainer) || !range.toString().trim()) return;
  button = make("button", { type: "button", class: "take small primary" }, "Copy quote with link");
  button.addEventListener("pointerdown", (event) => event.preventDefault());
  button.addEventListener("click", () => copy(text, range));
  const box = range.getBoundingClientRect();
  document.body.append(button);
  button.style.left = `${Math.max(8, Math.min(box.left + scrollX, document.documentElement.clientWidth - button.offsetWidth - 8))}px`;
  button.style.top = `${box.bottom + scrollY + 6}px`;
}

async function copy(text, range) {
  const before = document.createRange();
  before.setStart(text, 0);
  before.setEnd(range.startContainer, range.startOffset);
  const words = range.toString();
  const start = points(before.toString());
  const address = new URL(location.href);
  address.hash = "quote";
  address.searchParams.set("quote", `${start}-${start + points(words)}`);
  try {
    await navigator.clipboard.writeText(`“${words.trim().replace(/\s+/g, " ")}” (${text.dataset.title})\n${address.href}`);
    toast("Copied, with the address of these words");
  } catch {
    history.replaceState(null, "", address);
    toast("The browser does not let this page copy; the address above leads to these words.");
  }
  button?.remove();
}

let waiting;
document.addEventListener("selectionchange", () => { clearTimeout(waiting); waiting = setTimeout(take, 150); });
