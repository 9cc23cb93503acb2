// What a reader puts right: kept in the page and, where the browser allows it, in its storage by the document's digest.
//
// A correction of a task holds the whole new value of each field that differs: { kind, units, deadlines }, notTask for
// one that is none, and isTask for one that a reader made of a part of the text.

const FIELDS = ["kind", "units", "deadlines"];
const corrections = new Map();
let isKept = true;
let isUnsaved = false;

const digestOf = (task) => results[task.document].source.sha256;
const storageKey = (digest) => `parchk ${digest}`;

const correctionOf = (task) => corrections.get(digestOf(task))?.[task.original.id] ?? {};
const isMade = (task) => task.part !== undefined;
const isCorrected = (task) => Object.keys(correctionOf(task)).length > 0;
const isNoTask = (task) => correctionOf(task).notTask === true;

/** What the browser has kept for a document; nothing where it refuses (private windows, some browsers for files). */
function kept(digest) {
  try {
    const stored = JSON.parse(localStorage.getItem(storageKey(digest)) ?? "{}");
    return Object.fromEntries(Object.entries(stored).filter(([, own]) => isSound(own)));
  } catch {
    isKept = false;
    return {};
  }
}

/** Other pages can write to the same storage: what is no correction is left out. */
function isSound(own) {
  const isText = (value) => typeof value === "string";
  const areAll = (list, keys) =>
    Array.isArray(list) && list.every((value) => value && keys.every((key) => isText(value[key])));
  return (
    Boolean(own) &&
    ["undefined", "string"].includes(typeof own.kind) &&
    (own.units === undefined || areAll(own.units, ["role", "name", "text", "key", "source"])) &&
    (own.deadlines === undefined || areAll(own.deadlines, ["kind", "text", "source"]))
  );
}

/** Read the corrections. Those that are in a result already, because it was saved with them, are none any more. */
function loadCorrections() {
  for (const { source, tasks: found } of results) {
    const all = kept(source.sha256);
    for (const task of found) {
      const own = all[task.id];
      if (!own) continue;
      delete own.isTask;
      for (const field of FIELDS) if (field in own && isSame(own[field], task[field])) delete own[field];
      if (!Object.keys(own).length) delete all[task.id];
    }
    corrections.set(source.sha256, all);
  }
}

/** Keep a task's correction, beside what other windows have kept meanwhile. */
function keep(digest, id, own) {
  const all = kept(digest);
  if (own) all[id] = own;
  else delete all[id];
  try {
    if (Object.keys(all).length) localStorage.setItem(storageKey(digest), JSON.stringify(all));
    else localStorage.removeItem(storageKey(digest));
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
  const own = { ...correctionOf(task), [field]: value };
  if (value === undefined || value === false || isSame(value, task.original[field])) delete own[field];
  const isGone = isMade(task) && !own.isTask;
  const left = Object.keys(own).length && !isGone ? own : undefined;
  const { [id]: _, ...others } = corrections.get(digest);
  corrections.set(digest, left ? { ...others, [id]: left } : others);
  keep(digest, id, left);
  isUnsaved = true;
  if (isGone) unmakeTask(task);
  for (const other of tasks) if (digestOf(other) === digest && other.original.id === id) showCorrected(other);
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
  const own = corrections.get(result.source.sha256) ?? {};
  const dropped = result.tasks.filter((task) => own[task.id]?.notTask);
  const made = Object.values(page.possible)
    .filter(({ document, task }) => document === at && own[task.id]?.isTask)
    .map(({ task }) => task);
  const ids = new Set(dropped.map((task) => task.id));
  const inPlace = (a, b) => a.span[0] - b.span[0];
  const kept = result.tasks.filter((task) => !ids.has(task.id));
  const all = made.length ? [...kept, ...made].sort(inPlace) : kept;
  return {
    ...result,
    tasks: all.map((task) => correctedTask(task, own[task.id] ?? {})),
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
  const { text, key, span } = known ?? { text: name, key: slug(name), span: null };
  return { role, name: known?.name ?? name, text, key, span, source: "correction" };
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

/** A deadline that a reader wrote, in a few words. */
function sayDeadline({ kind, inclusive, start, due }) {
  const bound = kind === "period" ? "within" : inclusive ? "until" : "before";
  return say(`due-${bound}`, { start: start && sayDay(start), due: sayDay(due) });
}
