// What a script adds to the map page, whose every state is a link already: dragging and the wheel move the map at once and
// then ask the server for that viewport; a stretch of the timeline is chosen by dragging over it; arrow keys, + and - work
// on the focused map. The server draws; nothing is drawn twice.
import { svg } from "./dom.js";

const WIDTH = 960, HEIGHT = 540;

function put(address, { replace = false } = {}) {
  const url = new URL(address, location.href);
  fetch(url, { headers: { accept: "text/html" } }).then((answer) => (answer.ok ? answer.text() : Promise.reject())).then((text) => {
    const fresh = new DOMParser().parseFromString(text, "text/html").getElementById("atlas");
    const focused = document.activeElement?.getAttribute("aria-label");
    document.getElementById("atlas").replaceWith(document.adoptNode(fresh));
    history[replace ? "replaceState" : "pushState"]({ atlas: true }, "", url);
    ready();
    if (focused) document.querySelector(`#atlas [aria-label="${CSS.escape(focused)}"]`)?.focus({ preventScroll: true });
  }).catch(() => location.assign(url));
}

function withView(lat, lon, width) {
  const url = new URL(location.href);
  const clamp = (x, low, high) => Math.min(high, Math.max(low, x));
  const east = ((((lon + 180) % 360) + 360) % 360) - 180;
  url.searchParams.set("view", [clamp(lat, -85, 85).toFixed(3), east.toFixed(3), clamp(width, 0.5, 360).toFixed(3)].join(","));
  for (const name of ["at", "page"]) url.searchParams.delete(name);
  url.hash = "";
  return url;
}

let listening = new AbortController();

/** Listens to the map and the timeline that are shown now; those that were there before are let go. */
function ready() {
  listening.abort();
  listening = new AbortController();
  const { signal } = listening;
  const frame = document.querySelector("[data-map]");
  const map = frame?.querySelector("svg.map");
  if (!map) return;
  const [lat, lon, width] = map.dataset.view.split(",").map(Number);
  const squeeze = Math.cos((Math.min(70, Math.abs(lat)) * Math.PI) / 180);
  const unit = WIDTH / (width * squeeze);
  let box = { x: 0, y: 0, w: WIDTH, h: HEIGHT };
  let timer;

  const draw = () => map.setAttribute("viewBox", `${box.x} ${box.y} ${box.w} ${box.h}`);
  const settle = (wait) => {
    clearTimeout(timer);
    timer = setTimeout(() => {
      const x = box.x + box.w / 2 - WIDTH / 2, y = box.y + box.h / 2 - HEIGHT / 2;
      put(withView(lat - y / unit, lon + x / (squeeze * unit), (width * box.w) / WIDTH));
    }, wait);
  };

  let from;
  map.addEventListener("pointerdown", (event) => {
    if (event.button || event.pointerType === "touch") return;
    from = { x: event.clientX, y: event.clientY, box: { ...box }, moved: false };
  });
  window.addEventListener("pointermove", (event) => {
    if (!from) return;
    const scale = box.w / map.clientWidth;
    const dx = event.clientX - from.x, dy = event.clientY - from.y;
    if (Math.abs(dx) + Math.abs(dy) < 5 && !from.moved) return;
    from.moved = true;
    box = { ...from.box, x: from.box.x - dx * scale, y: from.box.y - dy * scale };
    draw();
  }, { signal });
  window.addEventListener("pointerup", () => {
    if (from?.moved) {
      map.addEventListener("click", (event) => { event.preventDefault(); event.stopPropagation(); }, { capture: true, once: true });
      settle(80);
    }
    from = undefined;
  }, { signal });
  map.addEventListener("dragstart", (event) => event.preventDefault());
  map.addEventListener("wheel", (event) => {
    if (!event.ctrlKey && !event.metaKey) return; // the page scrolls; with Ctrl the map zooms
    event.preventDefault();
    const factor = Math.exp(event.deltaY * 0.0025);
    const rect = map.getBoundingClientRect();
    const px = (event.clientX - rect.left) / rect.width, py = (event.clientY - rect.top) / rect.height;
    const w = Math.min(WIDTH * 4, Math.max(WIDTH / 40, box.w * factor)), h = (w * HEIGHT) / WIDTH;
    box = { x: box.x + (box.w - w) * px, y: box.y + (box.h - h) * py, w, h };
    draw();
    settle(350);
  }, { passive: false });
  frame.tabIndex = 0;
  frame.setAttribute("role", "group");
  frame.setAttribute("aria-label", "Map; arrow keys move it, plus and minus zoom");
  frame.addEventListener("keydown", (event) => {
    if (event.target !== frame || event.ctrlKey || event.metaKey || event.altKey) return;
    const tall = HEIGHT / unit;
    const to = { ArrowLeft: [0, -0.25, 1], ArrowRight: [0, 0.25, 1], ArrowUp: [0.25, 0, 1], ArrowDown: [-0.25, 0, 1], "+": [0, 0, 0.5], "=": [0, 0, 0.5], "-": [0, 0, 2] }[event.key];
    if (!to) return;
    event.preventDefault();
    put(withView(lat + to[0] * tall, lon + to[1] * width, width * to[2]));
  });

  const brush = document.querySelector("[data-brush] svg");
  if (!brush) return;
  let start, choice;
  const bins = [...brush.querySelectorAll("a[data-first]")];
  const under = (x) => bins.findLast((bin) => bin.firstElementChild.getBoundingClientRect().left <= x) ?? bins[0];
  brush.addEventListener("pointerdown", (event) => { if (!event.button) start = event.clientX; });
  window.addEventListener("pointermove", (event) => {
    if (start === undefined || Math.abs(event.clientX - start) < 6) return;
    const left = brush.getBoundingClientRect().left;
    choice ??= brush.appendChild(svg("rect", { class: "choice", y: 0, height: 54 }));
    choice.setAttribute("x", Math.min(start, event.clientX) - left);
    choice.setAttribute("width", Math.abs(event.clientX - start));
  }, { signal });
  window.addEventListener("pointerup", (event) => {
    if (choice) {
      const [a, b] = [start, event.clientX].sort((x, y) => x - y);
      brush.addEventListener("click", (click) => { click.preventDefault(); click.stopPropagation(); }, { capture: true, once: true });
      const url = new URL(location.href);
      url.searchParams.set("from", under(a).dataset.first);
      url.searchParams.set("to", under(b).dataset.last);
      for (const name of ["at", "page"]) url.searchParams.delete(name);
      put(url);
    }
    start = choice = undefined;
  }, { signal });
  brush.addEventListener("dragstart", (event) => event.preventDefault());
}

// Links that only change the state of this page change it in place.
document.addEventListener("click", (event) => {
  if (event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey || event.defaultPrevented) return;
  const link = event.target instanceof Element ? event.target.closest("#atlas a[href]") : null;
  if (!link) return;
  const url = new URL(link.getAttribute("href"), location.href);
  if (url.pathname !== location.pathname || url.origin !== location.origin) return;
  event.preventDefault();
  url.hash = "";
  put(url);
});
window.addEventListener("popstate", () => location.reload());
ready();
