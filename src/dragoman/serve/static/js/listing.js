// Comfort for the lists: an order is taken at once, facets are folded on a narrow screen, a menu closes when one looks elsewhere.
for (const choice of document.querySelectorAll("[data-submits]")) choice.addEventListener("change", () => choice.form.requestSubmit());

const facets = document.querySelector("#facets");
if (facets && window.matchMedia("(max-width: 64rem)").matches) facets.open = false;

for (const menu of document.querySelectorAll("details.menu")) {
  document.addEventListener("click", (e) => { if (menu.open && !menu.contains(e.target)) menu.open = false; });
  document.addEventListener("keydown", (e) => {
    if (e.key === "Escape" && menu.open) { menu.open = false; menu.querySelector("summary").focus(); }
  });
}
