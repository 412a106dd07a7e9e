// What every page has: the theme's button, "/" for the search box, copy buttons, messages.
import { on, toast } from "./dom.js";

// On a narrow window the navigation is longer than its row: where we are is in sight.
const nav = document.querySelector(".nav");
const here = nav?.querySelector("[aria-current]");
if (here) nav.scrollLeft = here.offsetLeft - nav.offsetLeft - (nav.clientWidth - here.offsetWidth) / 2;

on("click", "[data-theme-toggle]", () => {
  const root = document.documentElement;
  const dark = root.dataset.theme ? root.dataset.theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
  root.dataset.theme = dark ? "light" : "dark";
  try { localStorage.setItem("theme", root.dataset.theme); } catch { /* not remembered then */ }
});

document.addEventListener("keydown", (event) => {
  if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.target.closest("input, textarea, select, [contenteditable]")) return;
  const search = document.querySelector("[data-search]");
  if (search) { event.preventDefault(); search.focus(); search.select(); }
});

// A page that says [data-again] shows more in a moment: it is asked for again, unless somebody is filling it in.
if (document.querySelector("[data-again]")) {
  setTimeout(() => { if (!document.activeElement?.closest("input, select, textarea")) location.reload(); }, 3000);
}

// <button data-copy="words"> copies its words; data-copy-link adds the absolute form of an address on a line of its own.
on("click", "[data-copy]", async (event, button) => {
  const link = button.dataset.copyLink ? "\n" + new URL(button.dataset.copyLink, location.href).href : "";
  try {
    await navigator.clipboard.writeText(button.dataset.copy + link);
    toast("Copied");
  } catch {
    toast("The browser does not let this page copy; select the words instead.");
  }
});

// Forms that say data-confirm ask first.
on("submit", "form[data-confirm]", (event, form) => { if (!confirm(form.dataset.confirm)) event.preventDefault(); });
