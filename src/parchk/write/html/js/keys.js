// Work by keyboard.

const isTyping = (node) => node.matches("input:not([type=checkbox]), select, textarea");

function onKey(event) {
  if (event.ctrlKey || event.metaKey || event.altKey || byId("help").open) return;
  const { key, target } = event;
  if (key === "Escape") {
    escape(target);
    return;
  }
  if (isTyping(target)) return;
  const inList = target === document.body || target.closest("#list") !== null;
  const steps = { j: 1, k: -1, ...(inList && { ArrowDown: 1, ArrowUp: -1 }) };
  if (key in steps) move(steps[key]);
  else if (key === "/") byId("search").focus();
  else if (key === "?") byId("help").showModal();
  else return;
  event.preventDefault();
}

/** Escape leaves what is innermost: a field, the details, the words that are searched for. */
function escape(target) {
  if (target.id === "search" && target.value) {
    target.value = "";
    refresh();
  } else if (isTyping(target)) target.blur();
  else if (!byId("toast").hidden) byId("toast").hidden = true;
  else if (selected) closeDetails(selected);
}

/** Arrows move between tabs, as in every list of tabs. */
function onTabKey(event) {
  const shown = VIEWS.filter((view) => byId(`tab-${view}`).offsetParent !== null);
  const at = shown.indexOf(event.target.closest("[role=tab]")?.id.replace("tab-", ""));
  const next = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: shown.length - 1 }[event.key];
  if (at < 0 || next === undefined) return;
  event.preventDefault();
  const view = shown[(next + shown.length) % shown.length];
  showView(view);
  byId(`tab-${view}`).focus();
}
