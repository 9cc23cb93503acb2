// The list of tasks: hidden, sorted, opened.

let selected = null;

/** Show again what the filters let through, in every view. */
function refresh() {
  const want = wanted();
  const shown = tasks.filter((task) => {
    const isShown = matches(task, want);
    task.item.hidden = !isShown;
    return isShown;
  });
  sortList(want.sort);
  markOverdue();
  const count = (found) => found.filter((task) => !isNoTask(task)).length;
  byId("shown").textContent = say("shown", { n: count(shown), total: count(tasks) });
  byId("filtered").hidden = shown.length === tasks.length;
  byId("filtered").textContent = `${byId("shown").textContent} (${sayFilter()})`;
  byId("none-match").hidden = shown.length > 0 || !tasks.length;
  for (const field of document.querySelectorAll(".field.range")) field.hidden = want.time !== "range";
  for (const article of document.querySelectorAll(".document")) {
    article.hidden = Boolean(want.document) && article.dataset.document !== want.document;
  }
  for (const finding of document.querySelectorAll("#findings > li")) {
    finding.hidden = Boolean(want.document) && finding.dataset.document !== want.document;
  }
  highlight(want.q, shown);
  rememberFilter();
  listCorrections();
  drawView();
}

function sortList(order) {
  const sorted = [...tasks].sort(
    (a, b) => ORDERS[order](a, b) || a.place - b.place || a.original.span[0] - b.original.span[0],
  );
  const isSorted = sorted.every((task, at) => byId("list").children[at + 1] === task.item); // after the columns' names
  if (!isSorted) byId("list").append(...sorted.map((task) => task.item));
}

function markOverdue() {
  const now = today();
  for (const task of tasks) {
    task.item.querySelector("strong.overdue").hidden = isNoTask(task) || !task.days.some((day) => day < now);
  }
}

/** Mark the words that were searched for, where the browser can do so without touching the nodes. */
function highlight(search, shown) {
  if (!window.Highlight || !CSS.highlights) return;
  CSS.highlights.delete("searched");
  const needle = fold(search);
  if (!needle) return;
  const ranges = shown.slice(0, 500).flatMap((task) => {
    const node = task.item.querySelector(".words").firstChild;
    return node ? rangesOf(node, needle) : [];
  });
  CSS.highlights.set("searched", new Highlight(...ranges));
}

/** Where folded text stands in a text node: every letter is folded by itself, so that its place is known. */
function rangesOf(node, needle) {
  let folded = "";
  const places = [];
  let at = 0;
  for (const sign of node.data) {
    const plain = sign.trim() ? fold(sign) : " ";
    for (const _ of plain) places.push(at);
    folded += plain;
    at += sign.length;
  }
  places.push(at);
  const ranges = [];
  for (let found = folded.indexOf(needle); found >= 0; found = folded.indexOf(needle, found + needle.length)) {
    const range = document.createRange();
    range.setStart(node, places[found]);
    range.setEnd(node, places[found + needle.length]);
    ranges.push(range);
  }
  return ranges;
}

/** Take a task as the one that is looked at, and show it in both panes. */
function select(task, { opens = true, focuses = true } = {}) {
  if (selected && selected !== task) close(selected);
  selected = task;
  const button = task.item.querySelector(".words");
  task.item.classList.add("selected");
  task.item.setAttribute("aria-current", "true");
  if (opens) openDetails(task);
  if (focuses) button.focus({ preventScroll: true });
  scrollTo(task.item);
  markInText(task);
}

function openDetails(task) {
  task.item.querySelector(".words").setAttribute("aria-expanded", "true");
  const details = task.item.querySelector(".details");
  details.hidden = false;
  if (!details.querySelector(".correction")) details.append(...toolsOf(task));
}

function closeDetails(task) {
  task.item.querySelector(".words").setAttribute("aria-expanded", "false");
  task.item.querySelector(".details").hidden = true;
}

function close(task) {
  closeDetails(task);
  task.item.classList.remove("selected");
  task.item.removeAttribute("aria-current");
  unmarkInText();
  if (selected === task) selected = null;
}

/** Scroll so that a node is seen, long ones from their beginning. */
function scrollTo(node) {
  const isLong = node.getBoundingClientRect().height > window.innerHeight / 2;
  node.scrollIntoView({ block: isLong ? "start" : "center" });
}

/** Show a task wherever the reader is; where the filters hide it, say so and offer to show it. */
function reveal(task) {
  if (task.item.hidden) {
    toast(say("hidden-task", { n: task.number }), [
      say("show-it"),
      () => {
        resetFilter();
        refresh();
        reveal(task);
      },
    ]);
    return;
  }
  showView("tasks");
  select(task);
}

/** The next or the previous task of the list as it is filtered and sorted. */
function move(step) {
  const shown = [...document.querySelectorAll("#list > .item:not([hidden])")];
  if (!shown.length) return;
  const at = selected ? shown.indexOf(selected.item) : -1;
  const next = at < 0 ? 0 : Math.min(Math.max(at + step, 0), shown.length - 1);
  showView("tasks");
  select(byItem.get(shown[next]), { opens: false });
}

const VIEWS = ["text", "tasks", "timeline", "matrix", "findings", "corrections"];

/** Show one of the views; on a wide screen the text stands beside each of the others. */
function showView(name) {
  const isOther = document.body.dataset.view !== name;
  document.body.dataset.view = name;
  byId("toast").hidden = true;
  // On a telephone the views share one page: each begins at its top.
  if (isOther && !wide.matches) window.scrollTo(0, Math.min(scrollY, document.querySelector(".head").offsetHeight));
  for (const view of VIEWS) {
    const tab = byId(`tab-${view}`);
    const isShown = view === name;
    tab.setAttribute("aria-selected", String(isShown));
    tab.tabIndex = isShown ? 0 : -1;
    if (view !== "text") byId(`panel-${view}`).hidden = !isShown;
  }
  byId("filters").hidden = !["tasks", "timeline", "matrix"].includes(name);
  drawView();
}

/** Timeline and table are drawn when they are looked at. */
function drawView() {
  if (document.body.dataset.view === "timeline") drawTimeline();
  if (document.body.dataset.view === "matrix") drawMatrix();
}
