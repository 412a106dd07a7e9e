// The form of the index goes straight to the pair's page.
import { on } from "./dom.js";

on("submit", "form[data-dyad]", (event, form) => {
  event.preventDefault();
  const { a, b } = Object.fromEntries(new FormData(form));
  location.assign(`/dyads/${encodeURIComponent(a)}/${encodeURIComponent(b)}`);
});
