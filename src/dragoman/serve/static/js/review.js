// The keys of the review page. Each works a link, a button, a field or a section that is there without this script too.
import { toast } from "./dom.js";

const help = document.getElementById("help");

function work(target) {
  if (target instanceof HTMLDetailsElement) {
    target.open = !target.open;
    target.scrollIntoView({ block: "nearest" });
    (target.open ? target.querySelector("input:not([type=hidden]), select") ?? target : target.querySelector("summary"))?.focus();
  } else if (target instanceof HTMLInputElement) {
    target.focus();
  } else {
    target.click();
  }
}

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.repeat) return;
  const within = event.target.closest("input:not([type=hidden]), textarea, select, dialog");
  if (within) {
    if (event.key === "Escape" && !(within instanceof HTMLDialogElement)) within.blur();
    return;
  }
  if (event.key === "?") { event.preventDefault(); help.showModal(); return; }
  if (!/^[a-z]$/.test(event.key)) return;
  const target = document.querySelector(`[data-key="${event.key}"]`);
  if (target) { event.preventDefault(); work(target); }
  else if ("jkau".includes(event.key)) toast({ j: "This is the last of the page", k: "This is the first of the page", a: "No claim is open", u: "You have said nothing yet" }[event.key]);
});

document.querySelector(".queue [aria-current]")?.scrollIntoView({ block: "nearest" });
