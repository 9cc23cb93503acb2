// What a reader puts right: kept in the page and, where the browser allows it, in its storage by the document's digest.
//
// A correction of a task holds the whole new value of each field that differs: { kind, units, deadlines }, and isTask:
// false for one that is none, true for one that a reader made of a part of the text.

const FIELDS = ["kind", "units", "deadlines"];
const corrections = new Map(); // by digest: by id
let isKept = true;
let isUnsaved = false;

const digestOf = (task) => results[task.document].source.sha256;
// Each task has its own key: a browser that shows a page an empty storage once (Chromium does, about every hundredth time
// that a file is loaded anew at once) then loses nothing that was kept before, and nor do two windows.
const storageKey = (digest, id) => `parchk ${digest} ${id}`;

const isMade = (task) => task.part !== undefined;
const isCorrected = (task) => Object.keys(correctionOf(task)).length > 0;
const isNoTask = (task) => correctionOf(task).isTask === false;

/** What is kept of a task, whichever of the document's results it is of. */
const keptOf = (task) => corrections.get(digestOf(task))?.get(task.original.id) ?? {};

/** What a result says of a task itself. */
const extracted = (task, field) => (field === "isTask" ? !isMade(task) : task.original[field]);

/** A task's correction. What its result says already, because it was saved with it, is none any more. */
const correctionOf = (task) =>
  Object.fromEntries(Object.entries(keptOf(task)).filter(([field, value]) => !isSame(value, extracted(task, field))));

/** The tasks that are the same one: a page can show several results of a document. */
const sameAs = (task) =>
  tasks.filter((other) => digestOf(other) === digestOf(task) && other.original.id === task.original.id);

/** What the browser has kept for a document; nothing where it refuses (private windows, some browsers for files). */
function kept(digest) {
  const prefix = storageKey(digest, "");
  try {
    const keys = Object.keys(localStorage).filter((key) => key.startsWith(prefix));
    return new Map(keys.map((key) => [key.slice(prefix.length), soundPart(parsed(localStorage.getItem(key)))]));
  } catch {
    isKept = false;
    return new Map();
  }
}

function parsed(stored) {
  try {
    return JSON.parse(stored);
  } catch {
    return null;
  }
}

/** Other pages can write to the same storage: only what a result may say is taken over. */
function soundPart(own) {
  const hasDays = ({ start, due }) => [start, due].every((day) => !day || isDay(day.slice(0, 10)));
  const fields = Object.keys(page.shapes).filter((field) => own?.[field] !== undefined);
  const sound = fields.filter(
    (field) => fits(own[field], page.shapes[field]) && (field !== "deadlines" || own[field].every(hasDays)),
  );
  return Object.fromEntries(sound.map((field) => [field, own[field]]));
}

function loadCorrections() {
  for (const { source } of results) corrections.set(source.sha256, kept(source.sha256));
}

/** Keep a task's correction; `undefined` forgets it. */
function keep(digest, id, own) {
  try {
    if (own) localStorage.setItem(storageKey(digest, id), JSON.stringify(own));
    else localStorage.removeItem(storageKey(digest, id));
  } catch {
    isKept = false;
  }
}

/** The same values in any order are no correction. */
function isSame(one, other) {
  const sorted = (value) =>
    Array.isArray(value)
      ? value
          .map((part) => JSON.stringify(part))
          .sort()
          .join()
      : value;
  return sorted(one) === sorted(other);
}

/** Give a field of a task another value; `undefined` takes the correction back. */
function correct(task, field, value) {
  const digest = digestOf(task);
  const { id } = task.original;
  const own = { ...keptOf(task), [field]: value };
  if (value === undefined || isSame(value, extracted(task, field))) delete own[field];
  const isGone = isMade(task) && !own.isTask;
  const left = Object.keys(own).length && !isGone ? own : undefined;
  if (left) corrections.get(digest).set(id, left);
  else corrections.get(digest).delete(id);
  keep(digest, id, left);
  isUnsaved = true;
  makeTasks();
  sameAs(task).forEach(showCorrected);
  fillUnits();
  refresh();
}

const inOrder = (value, keys) => Object.fromEntries(keys.filter((key) => key in value).map((key) => [key, value[key]]));

/** A task with its correction laid over it, as the result format has it. */
function correctedTask(task, correction) {
  const fields = FIELDS.filter((field) => field in correction);
  if (!fields.length) return task;
  const changed = {
    ...task,
    corrected: FIELDS.filter((field) => fields.includes(field) || task.corrected?.includes(field)),
  };
  for (const field of fields) changed[field] = correction[field];
  if (correction.deadlines?.length) changed.routine = false;
  return inOrder(changed, page.task_keys);
}

/** A result with the corrections laid over it; `at` is its place on the page. */
function correctedResult(result, at) {
  const shown = tasks.filter((task) => task.document === at);
  const corrected = new Map(shown.map((task) => [task.original.id, correctionOf(task)]));
  const own = ({ id }) => corrected.get(id) ?? {};
  const dropped = result.tasks.filter((task) => own(task).isTask === false);
  const made = Object.values(page.possible)
    .filter(({ document, task }) => document === at && own(task).isTask)
    .map(({ task }) => task);
  const ids = new Set(dropped.map((task) => task.id));
  const inPlace = (a, b) => a.span[0] - b.span[0];
  const kept = result.tasks.filter((task) => !ids.has(task.id));
  const all = made.length ? [...kept, ...made].sort(inPlace) : kept;
  return {
    ...result,
    tasks: all.map((task) => correctedTask(task, own(task))),
    findings: result.findings.filter((finding) => !ids.has(finding.task)),
    coverage: correctedCoverage(result.coverage, dropped, made),
  };
}

function correctedCoverage(coverage, dropped, made) {
  const changed = { ...coverage };
  changed.tasks += made.length - dropped.length;
  changed.other += dropped.length;
  if (!coverage.not_tasks) return changed;
  const isPartOf = (task) => (part) => part.span[0] === task.span[0] && part.span[1] === task.span[1];
  const taken = made.map((task) => coverage.not_tasks.find(isPartOf(task)));
  for (const part of taken) changed[part.sort === "undecided" ? "undecided" : "other"] -= 1;
  const added = dropped.map(({ span }) => ({ sort: "correction", reason: "", span }));
  changed.not_tasks = [...coverage.not_tasks.filter((part) => !taken.includes(part)), ...added].sort(
    (a, b) => a.span[0] - b.span[0],
  );
  return changed;
}

/** A unit as a reader names it: one that the documents know, or a new one. */
function unitNamed(task, role, name) {
  // Whoever types no marks at all leaves them out; else "Lang" and "Làng" are two villages.
  const isPlain = !/[^\x00-\x7f]/.test(name);
  const spelled = (text) => (isPlain ? fold(text) : text.normalize("NFC").toLowerCase());
  const alike = (unit) => spelled(unit.name) === spelled(name);
  const before = task.original.units.find((unit) => unit.role === role && alike(unit));
  if (before) return before;
  const sameDocument = (other) => other.document === task.document;
  const known = tasks
    .filter(sameDocument)
    .flatMap((other) => other.original.units)
    .find(alike);
  const { text, key, span } = known ?? { text: name, key: keyNamed(name, alike), span: null };
  return { role, name: known?.name ?? name, text, key, span, source: "correction" };
}

/** The key of a name that a reader wrote: without tone marks, as all keys are, unless they are all that tells it apart. */
function keyNamed(name, alike) {
  const all = tasks.flatMap((task) => task.now.units);
  const key = slug(name);
  const isAnother = (unit) => unit.key === key && slug(unit.name) === key && spelling(unit.name) !== spelling(name);
  return all.find(alike)?.key ?? (key && !all.some(isAnother) ? key : spelling(name) || name);
}

/** The units with one more, after those of its role. */
function withUnit(units, unit) {
  const last = units.findLastIndex((other) => other.role === unit.role);
  const at = last >= 0 ? last + 1 : unit.role === "lead" ? 0 : units.length;
  return [...units.slice(0, at), unit, ...units.slice(at)];
}

/** A deadline as a reader writes it. */
function deadlineOf(bound, start, due) {
  const words = { start: start && inVietnamese(start), due: inVietnamese(due) };
  const text = say(`written-${bound}`, words);
  const times =
    bound === "within" ? { kind: "period", text, start, due } : { kind: "by", text, due, inclusive: bound === "until" };
  return { ...times, span: null, source: "correction" };
}

/** A deadline that a reader wrote, in a few words; any other in its own. */
function sayDeadline({ kind, inclusive, start, due, text, source }) {
  if (source !== "correction" || !isDay(due)) return text;
  const bound = kind === "period" ? "within" : inclusive ? "until" : "before";
  return say(`due-${bound}`, { start: start && sayDay(start), due: sayDay(due) });
}
