// The table: units that lead, by the months in which their tasks have to be finished.

function drawMatrix() {
  const want = { ...wanted(), time: "", unit: "", role: "" };
  const found = tasks.filter((task) => !isNoTask(task) && matches(task, want));
  const months = [...new Set(found.flatMap((task) => task.days.map(monthOf)))].sort();
  const columns = [...months, "recurring", "none"];
  const rows = new Map();
  for (const task of found) {
    const leads = unitsOf(task, "lead");
    for (const { key, name } of leads.length ? leads : [{ key: "", name: say("no-lead") }]) {
      if (!rows.has(key)) rows.set(key, { key, name, tasks: new Set() });
      rows.get(key).tasks.add(task);
    }
  }
  const sorted = [...rows.values()].sort((a, b) => (a.key === "") - (b.key === "") || alphabet.compare(a.name, b.name));
  const heads = columns.map((column) => make("th", { scope: "col", textContent: columnName(column) }));
  const head = make(
    "tr",
    {},
    make("th", { scope: "col", textContent: say("lead") }),
    ...heads,
    make("th", { scope: "col", textContent: say("total") }),
  );
  const body = sorted.map((row) => {
    const cells = [...columns, ""].map((column) => cellOf(row, column));
    return make("tr", {}, make("th", { scope: "row", textContent: row.name }), ...cells);
  });
  byId("matrix").replaceChildren(make("table", {}, make("thead", {}, head), make("tbody", {}, ...body)));
}

function columnName(column) {
  if (column === "recurring" || column === "none") return say(`time-${column}`);
  return sayMonth(column, "month-short");
}

/** A column as the list's filter: what is counted is what a press on the number shows. */
const filterOf = (column) =>
  /^\d/.test(column)
    ? { time: "range", from: `${column}-01`, to: endOfMonth(column) }
    : { time: column, from: "", to: "" };

function cellOf(row, column) {
  const filter = filterOf(column);
  const found = [...row.tasks].filter((task) => isTimely(task, filter));
  if (!found.length) return make("td");
  const label = `${row.name}, ${column ? columnName(column) : say("total")}: ${found.length}`;
  const button = make("button", {
    type: "button",
    textContent: found.length,
    "aria-label": label,
    "data-unit": row.key,
    "data-time": filter.time,
    "data-from": filter.from,
    "data-to": filter.to,
  });
  return make("td", {}, button);
}

/** Show the tasks that a number of the table, or of a day of the timeline, stands for. */
function followCount({ unit, time = "range", from, to }) {
  if (unit !== undefined) {
    setControl("filter-unit", unit);
    setControl("filter-role", unit ? "lead" : "no-lead");
  }
  setControl("filter-time", time);
  byId("filter-from").value = from;
  byId("filter-to").value = to;
  refresh();
  showView("tasks");
}
