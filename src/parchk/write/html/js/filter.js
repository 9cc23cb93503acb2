// Which tasks are wanted. The controls hold it, and the address after "#" keeps it for links and reloads.

const CONTROLS = {
  q: "search",
  unit: "filter-unit",
  role: "filter-role",
  time: "filter-time",
  from: "filter-from",
  to: "filter-to",
  kind: "filter-kind",
  sort: "sort",
  document: "document",
};

const wanted = () => Object.fromEntries(Object.entries(CONTROLS).map(([name, id]) => [name, byId(id).value]));

function rememberFilter() {
  const set = new URLSearchParams(Object.entries(wanted()).filter(([, value]) => value));
  try {
    history.replaceState(null, "", `${set}` ? `#${set}` : location.pathname + location.search);
  } catch {
    // a page inside a frame may have no address of its own
  }
}

function recallFilter() {
  const given = new URLSearchParams(location.hash.slice(1));
  for (const [name, id] of Object.entries(CONTROLS)) if (given.has(name)) setControl(id, given.get(name));
}

/** Set a control; a value that a list does not have is left alone. */
function setControl(id, value) {
  const control = byId(id);
  if (control.tagName !== "SELECT" || [...control.options].some((option) => option.value === value))
    control.value = value;
}

function resetFilter() {
  for (const id of Object.values(CONTROLS)) byId(id).value = "";
}

/** First and last day of a span of time; null where it is open. */
function timeSpan({ time, from, to }) {
  const now = today();
  const spans = {
    week: [now, endOfWeek(now)],
    fortnight: [now, shift(now, 14)],
    month: [now, endOfMonth(monthOf(now))],
    later: [shift(endOfMonth(monthOf(now)), 1), null],
    range: [from || null, to || null],
  };
  return spans[time];
}

function isTimely(task, want) {
  if (!want.time) return true;
  if (want.time === "overdue") return task.days.some((day) => day < today());
  if (want.time === "recurring") return task.isRecurring;
  if (want.time === "none") return isUndated(task);
  const [first, last] = timeSpan(want);
  const isInside = (day) => (!first || first <= day) && (!last || day <= last);
  return task.days.some(isInside) || task.recurring.some(isInside);
}

function isOfUnit(task, { unit, role }) {
  const isAny = !role || role === "no-lead";
  if (role === "no-lead" && unitsOf(task, "lead").length) return false;
  if (!unit && isAny) return true;
  return task.now.units.some((own) => (!unit || own.key === unit) && (isAny || own.role === role));
}

/** Whether a task is wanted. What is no task has neither kind nor unit nor time. */
const matches = (task, want) =>
  (!want.document || task.document === Number(want.document)) &&
  task.found.includes(fold(want.q)) &&
  (isNoTask(task)
    ? !(want.kind || want.unit || want.role || want.time)
    : (!want.kind || task.now.kind === want.kind) && isOfUnit(task, want) && isTimely(task, want));

const LAST = "\uffff";
const firstOf = (values) => (values.length ? values[0] : LAST);

const ORDERS = {
  "": (a, b) => a.place - b.place,
  deadline: (a, b) => alphabet.compare(firstOf(a.days), firstOf(b.days)),
  unit: (a, b) => alphabet.compare(leadName(a), leadName(b)),
  section: (a, b) => a.document - b.document || sectionPlace(a) - sectionPlace(b),
};

/** Where the item that a task stands in stands among the document's; tasks outside of all come last. */
function sectionPlace({ document: at, now }) {
  const found = results[at].sections.findIndex(
    ({ path, span }) => path === now.section && span[0] <= now.span[0] && now.span[0] < span[1],
  );
  return found < 0 ? Infinity : found;
}

const leadName = (task) => firstOf(unitsOf(task, "lead").map((unit) => unit.name));

/** The filters in words, for a printed list. */
function sayFilter() {
  const set = Object.entries(CONTROLS).filter(([name, id]) => byId(id).value && name !== "sort");
  return set
    .map(([, id]) => {
      const control = byId(id);
      const value = control.selectedOptions?.[0].textContent ?? control.value;
      return `${control.labels[0].firstChild.textContent.trim()}: ${value}`;
    })
    .join("; ");
}

/** The units to choose from, in Vietnamese order; the chosen one stays chosen. */
function fillUnits() {
  const control = byId("filter-unit");
  const chosen = control.value;
  const units = knownUnits();
  control.replaceChildren(
    make("option", { value: "", textContent: say("any") }),
    ...units.map((unit) => make("option", { value: unit.key, textContent: unit.name })),
  );
  setControl("filter-unit", chosen);
  byId("known-units").replaceChildren(...units.map((unit) => make("option", { value: unit.name })));
}
