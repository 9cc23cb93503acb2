// The timeline: a row a month, a place a day, a number a task.

const MOST_ON_A_DAY = 8;

function drawTimeline() {
  const want = { ...wanted(), time: "" };
  const found = tasks.filter((task) => !isNoTask(task) && matches(task, want));
  const byDay = new Map();
  const put = (day, task, recurs) => {
    if (!byDay.has(day)) byDay.set(day, []);
    byDay.get(day).push({ task, recurs });
  };
  for (const task of found) for (const day of task.days) put(day, task, false);
  const months = [...byDay.keys()].map(monthOf).sort();
  const [first, last] = spanOfRecurring(months);
  for (const task of found) {
    for (const day of task.recurring) if (first <= monthOf(day) && monthOf(day) <= last) put(day, task, true);
  }
  const box = byId("timeline");
  if (!byDay.size) {
    box.replaceChildren(make("p", { className: "notice", textContent: say("no-days") }));
    return;
  }
  const rows = [];
  let previous = null;
  for (const month of [...new Set([...byDay.keys()].map(monthOf))].sort()) {
    const gap = previous === null ? 0 : monthNumber(month) - previous - 1;
    if (gap > 2) rows.push(make("li", { className: "gap", textContent: say("gap", { n: gap }) }));
    else for (let at = gap; at > 0; at -= 1) rows.push(monthRow(monthAt(monthNumber(month) - at), byDay));
    rows.push(monthRow(month, byDay));
    previous = monthNumber(month);
  }
  const undated = found.filter(isUndated).length;
  box.replaceChildren(make("ol", { className: "months" }, ...rows));
  if (undated) box.append(make("p", { className: "hint", textContent: say("undated", { n: undated }) }));
}

/** Recurring duties are shown in the months of the other deadlines, and in the year to come. */
function spanOfRecurring(months) {
  const now = monthOf(today());
  const next = monthAt(monthNumber(now) + 11);
  if (!months.length) return [now, next];
  return [months[0], months.at(-1) > next ? months.at(-1) : next];
}

function monthRow(month, byDay) {
  const now = today();
  const days = make("div", { className: "days" });
  for (let number = 1; number <= lengthOf(month); number += 1) {
    const day = `${month}-${pad(number)}`;
    const onDay = byDay.get(day) ?? [];
    const isToday = day === now;
    if (!onDay.length && !isToday && number % 5) continue;
    const cell = make("div", { className: "day" });
    cell.style.gridColumn = number;
    if (isToday) cell.classList.add("today");
    cell.append(make("span", { className: "date", textContent: number }));
    for (const { task, recurs } of onDay.slice(0, MOST_ON_A_DAY))
      cell.append(dot(task, day, recurs, day < now && !recurs));
    if (onDay.length > MOST_ON_A_DAY) cell.append(moreOn(day, onDay.length - MOST_ON_A_DAY));
    days.append(cell);
  }
  const name = make("h3", { textContent: sayMonth(month, "month") });
  if (monthOf(now) === month)
    name.append(make("span", { className: "today", textContent: ` · ${say("today")}: ${sayDay(now)}` }));
  return make("li", {}, name, days);
}

function dot(task, day, recurs, isOverdue) {
  const state = isOverdue ? `, ${say("overdue")}` : "";
  const label = `${say("task-number", { n: task.number })}, ${sayDay(day)}${state}: ${task.now.text}`;
  const button = make("button", {
    type: "button",
    className: "dot",
    textContent: task.number,
    title: label,
    "aria-label": label,
    "data-open": task.handle,
  });
  button.classList.toggle("recurs", recurs);
  button.classList.toggle("overdue", isOverdue);
  return button;
}

function moreOn(day, count) {
  const label = say("more-on-day", { n: count });
  return make("button", {
    type: "button",
    className: "dot more",
    textContent: `+${count}`,
    title: label,
    "aria-label": `${sayDay(day)}: ${label}`,
    "data-from": day,
    "data-to": day,
  });
}
