// Days are ISO strings, which compare as they stand in the calendar.

const pad = (number) => String(number).padStart(2, "0");
const isoDay = (date) => `${date.getFullYear()}-${pad(date.getMonth() + 1)}-${pad(date.getDate())}`;
const atNoon = (day) => new Date(`${day}T12:00:00`);
const isDay = (day) => /^\d{4}-\d\d-\d\d$/.test(day) && isoDay(atNoon(day)) === day;

/** The reader's own day. */
const today = () => isoDay(new Date());

function shift(day, days) {
  const date = atNoon(day);
  date.setDate(date.getDate() + days);
  return isoDay(date);
}

/** The Sunday of the day's week. */
const endOfWeek = (day) => shift(day, (7 - atNoon(day).getDay()) % 7);

const monthOf = (day) => day.slice(0, 7);

/** How many days a month ("2022-08") has. */
function lengthOf(month) {
  const [year, number] = month.split("-").map(Number);
  return new Date(year, number, 0).getDate();
}

const endOfMonth = (month) => `${month}-${lengthOf(month)}`;

/** Months from 0 on, so that they can be counted. */
const monthNumber = (month) => Number(month.slice(0, 4)) * 12 + Number(month.slice(5)) - 1;
const monthAt = (number) => `${String(Math.floor(number / 12)).padStart(4, "0")}-${pad((number % 12) + 1)}`;

const sayMonth = (month, key) =>
  say(key, { year: month.slice(0, 4), month: page.lang === "vi" ? Number(month.slice(5)) : month.slice(5) });

/** A day as Decree 30/2020/NĐ-CP has it written: 05/8/2022, 05/02/2022. */
function inVietnamese(day) {
  const [year, month, date] = day.split("-");
  return `${date}/${Number(month) < 3 ? month : Number(month)}/${year}`;
}

const sayDay = (day) => (page.lang === "vi" ? inVietnamese(day) : day);

/** The last day on which a deadline is kept: the day before the one that "trước" names; null without a day. */
function lastDay(deadline) {
  const due = (deadline.due ?? "").slice(0, 10);
  if (!isDay(due)) return null;
  const isDayLate = deadline.inclusive === false && ["", "T00:00"].includes(deadline.due.slice(10));
  return isDayLate ? shift(due, -1) : due;
}

/** The days of a recurring deadline, as worked out when the page was made. */
const daysOf = (deadline, issuedOn) =>
  page.occurrences[`${deadline.rrule}|${deadline.start ?? ""}|${issuedOn ?? ""}`] ?? [];
