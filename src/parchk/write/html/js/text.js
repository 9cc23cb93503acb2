// The text: its marks lead to the tasks, and the legend to what is none.

const inText = (handle) => document.querySelectorAll(`.text [data-tasks~="${CSS.escape(handle)}"]`);

function unmarkInText() {
  for (const node of document.querySelectorAll(".text .selected")) node.classList.remove("selected");
}

/** Mark everything that belongs to a task, and scroll to its first word where the text is in sight. */
function markInText(task) {
  unmarkInText();
  const nodes = [...inText(task.handle)];
  for (const node of nodes) node.classList.add("selected");
  const first = nodes.find((node) => node.classList.contains("task"));
  if (first && wide.matches) showPlace(first, nodes);
}

/** Scroll to a place of the text, and let it light up. */
function showPlace(node, nodes = [node]) {
  scrollTo(node);
  for (const lit of nodes) {
    lit.classList.remove("flash");
    void lit.offsetWidth; // so that the animation begins anew
    lit.classList.add("flash");
  }
}

function showInText(task) {
  const first = [...inText(task.handle)].find((node) => node.classList.contains("task"));
  if (!first) {
    toast(say("nowhere"));
    return;
  }
  if (!wide.matches) showView("text");
  showPlace(first, [...inText(task.handle)]);
}

/** A click in the text: its task; for words that serve several tasks also the way to all of them. */
function followText(target) {
  const mark = target.closest("[data-open]");
  if (mark) {
    reveal(byHandle.get(mark.dataset.open));
    return;
  }
  const inside = target.closest("[data-tasks]");
  const stretch = target.closest(".task, .grey");
  const owner = stretch?.classList.contains("task") ? stretch : inside;
  if (owner?.dataset.tasks) {
    const found = owner.dataset.tasks.split(" ").map((handle) => byHandle.get(handle));
    reveal(found.find((task) => !task.item.hidden) ?? found[0]);
    if (found.length > 1) offerUnit(found, owner.textContent);
  } else if (stretch?.dataset.why) {
    const { why, part } = stretch.dataset;
    const offer = [say("make-task"), () => takeForTask(part)];
    toast(say("not-a-task-because", { why: say(`why-${why}`) }), page.possible[part] && offer);
  } else if (stretch) {
    toast(say("in-no-part"));
  }
}

/** A reader says that a part is a task after all: it is one, and its form opens to name who and by when. */
function takeForTask(part) {
  const task = byHandle.get(part) ?? makeTask(part);
  correct(task, "isTask", true);
  reveal(task);
}

/** Words that name the unit of several tasks: offer to show these alone. */
function offerUnit(found, words) {
  const shared = found[0].now.units.filter((unit) =>
    found.every((task) => task.now.units.some((own) => own.key === unit.key)),
  );
  const unit = shared.find((own) => fold(own.text) === fold(words)) ?? shared[0];
  if (!unit) return;
  toast(say("shared", { n: found.length }), [
    say("filter-by", { name: unit.name }),
    () => {
      setControl("filter-unit", unit.key);
      refresh();
    },
  ]);
}

/** The legend's reasons: the first press makes one stand out, each further one goes to its next place. */
function followWhy(button) {
  const why = button.dataset.why;
  const pane = byId("panel-text");
  const places = [...pane.querySelectorAll(`.document:not([hidden]) .grey[data-why="${CSS.escape(why)}"]`)];
  const isNew = pane.dataset.why !== why;
  const at = isNew ? 0 : Number(pane.dataset.at) + 1;
  for (const other of document.querySelectorAll("#legend [data-why]")) {
    other.setAttribute("aria-pressed", String(other === button && at < places.length));
  }
  for (const place of pane.querySelectorAll(".text .standing-out")) place.classList.remove("standing-out");
  if (at >= places.length) {
    delete pane.dataset.why;
    return;
  }
  pane.dataset.why = why;
  pane.dataset.at = at;
  for (const place of places) place.classList.add("standing-out");
  showPlace(places[at]);
  const { part } = places[at].dataset;
  const offer = [say("make-task"), () => takeForTask(part)];
  toast(say("place-of", { why: say(`why-${why}`), n: at + 1, total: places.length }), page.possible[part] && offer);
}

function followFinding(button) {
  const { finding, of } = button.dataset;
  const place = document.querySelector(`.text [data-findings~="${CSS.escape(finding)}"]`);
  if (of) {
    const task = byHandle.get(of);
    if (!task.item.hidden) select(task, { focuses: false });
  }
  if (!place) {
    if (of) reveal(byHandle.get(of));
    else toast(say("nowhere"));
    return;
  }
  if (!wide.matches) showView("text");
  showPlace(place);
}
