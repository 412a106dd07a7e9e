// Runs before the page is painted: the theme that was chosen, and that scripts run at all.
(function () {
  const root = document.documentElement;
  root.classList.add("script");
  try {
    const chosen = localStorage.getItem("theme");
    if (chosen === "light" || chosen === "dark") root.dataset.theme = chosen;
  } catch { /* storage is off: the system's theme holds */ }
})();
