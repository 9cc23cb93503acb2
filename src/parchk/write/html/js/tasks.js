// The tasks, each with its place in the list: what was extracted, and what it is now.

const items = [...document.querySelectorAll("#list > .item")];
const tasks = results.flatMap((result, at) => result.tasks.map((original) => ({ document: at, original })));
tasks.forEach((task, at) => {
  task.item = items[at];
  task.place = at;
  task.number = items[at].querySelector(".number").textContent;
  task.handle = items[at].dataset.task;
  task.said = [...items[at].querySelectorAll(".due .said")].map((node) => node.textContent);
});
/** Where a part of a document would stand among its tasks: behind every one that begins before it. */
function placeOf(at, span) {
  const found = tasks.filter((task) => !isMade(task));
  return (
    found.filter((task) => task.document < at || (task.document === at && task.original.span[0] <= span[0])).length -
    0.5
  );
}

const byHandle = new Map(tasks.map((task) => [task.handle, task]));
const byItem = new Map(tasks.map((task) => [task.item, task]));

const unitsOf = (task, role) => task.now.units.filter((unit) => unit.role === role);

/** Work out what filters, timeline and table ask for, after the task was read or corrected. */
function settle(task, now) {
  const issuedOn = results[task.document].document.issued_on;
  task.now = now;
  task.days = now.deadlines.map(lastDay).filter(Boolean).sort();
  task.recurring = now.deadlines.flatMap((deadline) => daysOf(deadline, issuedOn));
  task.isRecurring = now.deadlines.some((deadline) => deadline.kind === "recurring");
  task.found = fold(
    [
      task.number,
      now.section,
      now.text,
      ...now.units.flatMap((unit) => [unit.name, unit.text]),
      ...now.deadlines.map((deadline) => deadline.text),
      ...now.deliverables.map((deliverable) => deliverable.text),
      task.item.querySelector(".due .value").textContent,
    ].join(" \n "),
  );
}

/** No day is known by which the task has to be done, not even a recurring one. */
const isUndated = (task) => !task.days.length && !task.isRecurring;

/** All units of the documents by key: the first name and words that each was read from. */
function knownUnits() {
  const known = new Map();
  for (const task of tasks) for (const unit of task.now.units) if (!known.has(unit.key)) known.set(unit.key, unit);
  return [...known.values()].sort((a, b) => alphabet.compare(a.name, b.name));
}
