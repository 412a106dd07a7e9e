// /read: a button that says that something is on its way, files dropped onto their card, and from a finished job to its story.
import { on } from "./dom.js";

on("submit", "form[data-busy]", (event, form) => {
  const button = event.submitter;
  // After the browser has gathered the form: a disabled button's value would not be sent.
  setTimeout(() => {
    form.setAttribute("aria-busy", "true");
    if (button) { button.disabled = true; button.textContent = form.dataset.busy; }
  });
});
addEventListener("pageshow", (event) => { if (event.persisted) location.reload(); });

for (const form of document.querySelectorAll("form[data-drop]")) {
  const files = form.querySelector("input[type=file]");
  for (const type of ["dragover", "dragleave", "drop"]) {
    form.addEventListener(type, (event) => {
      event.preventDefault();
      form.classList.toggle("over", type === "dragover");
      if (type === "drop") files.files = event.dataTransfer.files;
    });
  }
}

document.addEventListener("htmx:afterSwap", () => {
  const to = document.getElementById("job")?.dataset.go;
  if (to) location.replace(to);
});
