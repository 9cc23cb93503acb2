// Joins everything to the page.

function start() {
  document.documentElement.classList.add("with-script");
  for (const task of tasks) settle(task, task.original);
  showCorrections();
  recallFilter();
  startTheme();

  byId("filters").addEventListener("submit", (event) => event.preventDefault());
  byId("filters").addEventListener("input", refresh);
  byId("document").addEventListener("change", refresh);
  byId("reset").addEventListener("click", () => {
    resetFilter();
    refresh();
  });
  document.querySelector(".skip").addEventListener("click", (event) => {
    event.preventDefault(); // the address after "#" is the filter's
    showView("tasks");
    byId("panel-tasks").focus();
  });
  byId("save-corrected").addEventListener("click", save);
  byId("undo-all").addEventListener("click", () => tasks.filter(isCorrected).forEach(undo));
  byId("keys").addEventListener("click", () => byId("help").showModal());

  byId("list").addEventListener("click", (event) => {
    const item = event.target.closest(".item");
    if (!item || event.target.closest(".details") || isMarking()) return;
    const task = byItem.get(item);
    if (selected === task && !item.querySelector(".details").hidden) closeDetails(task);
    else select(task);
  });
  byId("panel-text").addEventListener("click", (event) => {
    if (event.target.closest(".text") && !isMarking()) followText(event.target);
  });
  byId("legend").addEventListener("click", (event) => {
    const button = event.target.closest("[data-why]");
    if (button) followWhy(button);
  });
  byId("legend").addEventListener("change", (event) => {
    byId("panel-text").classList.toggle(`without-${event.target.dataset.mark}`, !event.target.checked);
  });
  byId("findings").addEventListener("click", (event) => {
    const button = event.target.closest("[data-finding]");
    if (button) followFinding(button);
  });
  for (const id of ["timeline", "matrix", "corrections"]) {
    byId(id).addEventListener("click", (event) => {
      const button = event.target.closest("button");
      if (button?.dataset.open) reveal(byHandle.get(button.dataset.open));
      else if (button?.dataset.from !== undefined) followCount(button.dataset);
    });
  }
  document.querySelector("[role=tablist]").addEventListener("click", (event) => {
    const tab = event.target.closest("[role=tab]");
    if (tab) showView(tab.id.replace("tab-", ""));
  });
  document.querySelector("[role=tablist]").addEventListener("keydown", onTabKey);
  document.addEventListener("keydown", onKey);
  wide.addEventListener("change", () => {
    byId("more").open = wide.matches;
    if (wide.matches && document.body.dataset.view === "text") showView("tasks");
  });
  window.addEventListener("hashchange", () => {
    resetFilter();
    recallFilter();
    refresh();
  });
  window.addEventListener("storage", () => {
    showCorrections();
    refresh();
  });
  window.addEventListener("beforeunload", (event) => {
    if (isUnsaved && !isKept) event.preventDefault();
  });

  byId("more").open = wide.matches;
  showView("tasks");
  refresh();
}

/** Whether the reader is marking words, to copy them. */
const isMarking = () => !getSelection().isCollapsed;

function startTheme() {
  const control = byId("theme");
  const key = "parchk theme";
  const apply = () => (document.documentElement.style.colorScheme = control.value);
  try {
    setControl("theme", localStorage.getItem(key) ?? "");
  } catch {
    // no storage: as the system
  }
  control.addEventListener("change", () => {
    apply();
    try {
      localStorage.setItem(key, control.value);
    } catch {
      // no storage: for this visit only
    }
  });
  apply();
}

start();
