// Tasks that a reader makes of parts of the text that parchk did not take for one.

/** Make a task of a part: an item of the list, and a mark in the text. */
function makeTask(part) {
  const { document: at, task: original } = page.possible[part];
  const item = byId("new-task").content.firstElementChild.cloneNode(true);
  const number = `+${Math.max(0, ...tasks.filter(isMade).map((made) => Number(made.number))) + 1}`;
  const task = {
    document: at,
    original,
    item,
    part,
    number,
    handle: part,
    said: [],
    place: placeOf(at, original.span),
  };
  item.dataset.task = part;
  item.dataset.document = at;
  item.querySelector(".number").textContent = number;
  item.querySelector(".section").textContent = original.section;
  item.querySelector(".words").textContent = original.text;
  tasks.push(task);
  byHandle.set(part, task);
  byItem.set(item, task);
  for (const node of partInText(part)) {
    node.classList.replace("grey", "task");
    node.classList.remove(`why-${node.dataset.why}`, "standing-out");
    node.dataset.tasks = part;
  }
  settle(task, original);
  sortList(byId("sort").value);
  return task;
}

const partInText = (part) => document.querySelectorAll(`.text [data-part="${CSS.escape(part)}"]`);

/** Take it back. */
function unmakeTask(task) {
  if (selected === task) close(task);
  for (const node of partInText(task.part)) {
    node.classList.replace("task", "grey");
    node.classList.add(`why-${node.dataset.why}`);
    delete node.dataset.tasks;
  }
  task.item.remove();
  tasks.splice(tasks.indexOf(task), 1);
  byHandle.delete(task.handle);
  byItem.delete(task.item);
}

/** Make the tasks that the corrections ask for, and no others. */
function makeTasks() {
  for (const task of tasks.filter((made) => isMade(made) && !keptOf(made).isTask)) unmakeTask(task);
  for (const [part, { document: at, task }] of Object.entries(page.possible)) {
    if (corrections.get(results[at].source.sha256).get(task.id)?.isTask && !byHandle.has(part)) makeTask(part);
  }
}

/** Show what was corrected on an earlier visit, or meanwhile in another window. */
function showCorrections() {
  loadCorrections();
  makeTasks();
  const isMarked = (task) => !task.item.querySelector(".corrected").hidden;
  for (const task of tasks) if (isCorrected(task) || task.original.corrected || isMarked(task)) showCorrected(task);
  fillUnits();
}
