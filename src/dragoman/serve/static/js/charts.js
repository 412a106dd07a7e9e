// Words beside the pointer for marks of charts and maps: data-tip="...". Without this script <title>, labels and the table
// twin say the same.
import { make } from "./dom.js";

let shown;
const hide = () => { shown?.remove(); shown = undefined; };

function show(mark) {
  hide();
  const box = mark.getBoundingClientRect();
  shown = make("div", { class: "tip", "aria-hidden": "true" }, mark.dataset.tip);
  document.body.append(shown);
  const left = Math.min(Math.max(8, box.left + box.width / 2 - shown.offsetWidth / 2), document.documentElement.clientWidth - shown.offsetWidth - 8);
  const above = box.top - shown.offsetHeight - 8;
  shown.style.left = `${left + scrollX}px`;
  shown.style.top = `${(above > 0 ? above : box.bottom + 8) + scrollY}px`;
}

for (const [type, then] of [["pointerover", show], ["focusin", show]]) {
  document.addEventListener(type, (event) => {
    const mark = event.target instanceof Element ? event.target.closest("[data-tip]") : null;
    mark ? then(mark) : hide();
  });
}
document.addEventListener("focusout", hide);
document.addEventListener("keydown", (event) => { if (event.key === "Escape") hide(); });
document.addEventListener("scroll", hide, { passive: true, capture: true });
