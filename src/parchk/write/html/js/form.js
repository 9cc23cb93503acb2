// Corrections of one task: every change counts at once, and every one can be taken back.

/** What stands below a task's details: the way into the text, and the form that corrects it. */
function toolsOf(task) {
  const place = make("button", { type: "button", className: "to-text", textContent: say("in-the-text") });
  place.addEventListener("click", () => showInText(task));
  const form = byId("correction").content.firstElementChild.cloneNode(true);
  form.querySelector(".only-of-found").hidden = isMade(task);
  form.setAttribute("aria-label", `${say("correct")} (${task.number})`);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    submit(task, form, event.submitter?.name ?? "");
  });
  form.addEventListener("change", (event) => change(task, form, event.target));
  form.addEventListener("click", (event) => press(task, event.target));
  form.addEventListener("keydown", (event) => {
    // Enter in a field adds what stands in it, whichever button comes first.
    const adds = { lead: "add-lead", coordinate: "add-coordinate", due: "add-deadline" }[event.target.name];
    if (event.key !== "Enter" || !adds) return;
    event.preventDefault();
    submit(task, form, adds);
  });
  fillForm(task, form);
  const box = make(
    "details",
    { className: "correct", open: isMade(task) },
    make("summary", { textContent: say("correct") }),
    form,
  );
  // A correction can take a task out of what the filters show.
  for (const act of ["submit", "change", "click", "keydown"]) {
    box.addEventListener(act, () => {
      if (task.item.hidden) reveal(task);
    });
  }
  return [place, box];
}

function fillForm(task, form) {
  for (const role of ["lead", "coordinate"]) {
    const names = unitsOf(task, role).map((unit) => unit.name);
    form.querySelector(`[data-chosen="${role}"]`).replaceChildren(...names.map((name, at) => chip(name, role, at)));
  }
  const said = task.now.deadlines.map((deadline) => phraseOf(task, deadline));
  form
    .querySelector('[data-chosen="deadlines"]')
    .replaceChildren(...said.map((words, at) => chip(words, "deadlines", at)));
  form.elements.namedItem("kind").value = task.now.kind;
  form.elements.namedItem("not-a-task").checked = isNoTask(task);
  form.elements.namedItem("undo").hidden = !isCorrected(task);
}

function chip(words, field, at) {
  const remove = make("button", {
    type: "button",
    textContent: "×",
    title: say("remove", { name: words }),
    "aria-label": say("remove", { name: words }),
    "data-field": field,
    "data-at": at,
  });
  return make("li", {}, make("span", { textContent: words }), remove);
}

function submit(task, form, name) {
  const field = (key) => form.elements.namedItem(key);
  if (name === "add-deadline") {
    const [bound, start, due] = ["bound", "start", "due"].map((key) => field(key).value);
    if (!isDay(due) || (bound === "within" && !(isDay(start) && start <= due))) {
      field(bound === "within" && !isDay(start) ? "start" : "due").focus();
      return;
    }
    correct(task, "deadlines", [...task.now.deadlines, deadlineOf(bound, start, due)]);
    field("due").value = "";
    return;
  }
  const role = name.replace("add-", "");
  const input = field(role);
  const written = input?.value.replace(/\s+/g, " ").trim();
  if (!written) {
    input?.focus();
    return;
  }
  const unit = unitNamed(task, role, written);
  if (!unitsOf(task, role).some((other) => other.name === unit.name))
    correct(task, "units", withUnit(task.now.units, unit));
  input.value = "";
}

function change(task, form, control) {
  if (control.name === "kind") correct(task, "kind", control.value);
  if (control.name === "not-a-task") correct(task, "isTask", !control.checked);
  if (control.name === "bound") form.elements.namedItem("start").parentElement.hidden = control.value !== "within";
}

function press(task, target) {
  const form = target.closest("form");
  if (target.name === "undo") {
    undo(task);
    if (!isMade(task)) form.elements.namedItem("lead").focus();
    return;
  }
  const { field, at } = target.dataset;
  if (field === "deadlines")
    correct(
      task,
      "deadlines",
      task.now.deadlines.filter((_, place) => place !== Number(at)),
    );
  else if (field) {
    const dropped = unitsOf(task, field)[Number(at)];
    correct(
      task,
      "units",
      task.now.units.filter((unit) => unit !== dropped),
    );
  }
  // The button is gone: the next one, or the field below it, goes on.
  if (field) {
    const left = form.querySelectorAll(`[data-chosen="${field}"] button`);
    (
      left[Math.min(Number(at), left.length - 1)] ?? form.elements.namedItem(field === "deadlines" ? "due" : field)
    ).focus();
  }
}

function undo(task) {
  const fields = isMade(task) ? ["isTask"] : Object.keys(correctionOf(task)); // with a made task all else goes
  for (const field of fields) correct(task, field, undefined);
}

/** Show a task as it is now, in the list and in its form. */
function showCorrected(task) {
  const { item } = task;
  const correction = correctionOf(task);
  const now = correctedTask(task.original, correction);
  write(item, ".lead-units", namesOf(now, "lead"));
  write(item, ".coordinate-units", namesOf(now, "coordinate"));
  write(item, ".due", now.deadlines.map((deadline) => phraseOf(task, deadline)).join("; "));
  item.querySelector(".kind").textContent = say(now.kind);
  item.classList.remove("kind-action", "kind-prohibition", "kind-conditional");
  item.classList.add(`kind-${now.kind}`);
  item.classList.toggle("no-task", isNoTask(task));
  for (const node of inText(task.handle))
    node.classList.toggle("dropped", isNoTask(task) && node.classList.contains("task"));
  const fields = [...(now.corrected ?? []), ...["isTask"].filter((field) => field in correction)].map((field) =>
    sayField(task, field),
  );
  const flag = item.querySelector(".corrected");
  flag.textContent = fields.length ? say("corrected", { fields: fields.join(", ") }) : "";
  flag.hidden = !fields.length;
  settle(task, now);
  const form = item.querySelector(".correction");
  if (form) fillForm(task, form);
}

/** What is corrected, in words. */
function sayField(task, field) {
  if (field === "isTask" && isMade(task)) return say("field-made");
  return say(`field-${field}`);
}

/** Put words into a line of an item; an empty line is not shown. */
function write(item, line, words) {
  item.querySelector(`${line} .value`).textContent = words;
  item.querySelector(line).classList.toggle("empty", !words);
}

const namesOf = (task, role) =>
  task.units
    .filter((unit) => unit.role === role)
    .map((unit) => unit.name)
    .join("; ");

/** A deadline in words: as the page was made with, or as the reader wrote it. */
function phraseOf(task, deadline) {
  const at = task.original.deadlines.findIndex((own) => isSame([own], [deadline]));
  return at >= 0 ? task.said[at] : sayDeadline(deadline);
}

/** The list of everything that was corrected. */
function listCorrections() {
  const changed = tasks.flatMap((task) => Object.keys(correctionOf(task)).map((field) => ({ task, field })));
  byId("corrected-count").textContent = changed.length;
  byId("none-corrected").hidden = changed.length > 0;
  byId("undo-all").hidden = !changed.length;
  byId("not-kept").hidden = isKept || !changed.length;
  byId("save-corrected").classList.toggle("wanted", changed.length > 0);
  byId("corrections").replaceChildren(
    ...changed.map(({ task, field }) => {
      const name = `${say("task-number", { n: task.number })}: ${sayField(task, field)}`;
      const open = make(
        "button",
        { type: "button", className: "message", "data-open": task.handle },
        make("strong", { textContent: name }),
        ` ${task.now.text}`,
      );
      const back = make("button", {
        type: "button",
        textContent: say("undo"),
        "aria-label": `${say("undo")}: ${name}`,
      });
      back.addEventListener("click", () => {
        const at = [...byId("corrections").children].indexOf(back.parentElement);
        correct(task, field, undefined);
        const left = byId("corrections").children;
        (left[Math.min(at, left.length - 1)]?.lastElementChild ?? byId("tab-corrections")).focus();
      });
      return make("li", {}, open, back);
    }),
  );
}
