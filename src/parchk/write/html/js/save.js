// The corrected results as a file that parchk reads.

/** Numbers that JavaScript would write in another way stay as they were written, where the browser can do so. */
const keepNumber = (_key, value, context) =>
  typeof value === "number" && context?.source && JSON.rawJSON && String(value) !== context.source
    ? JSON.rawJSON(context.source)
    : value;

function save() {
  const exact = JSON.parse(byId("results").textContent, keepNumber).map(correctedResult);
  const isOne = exact.length === 1;
  const text = isOne ? JSON.stringify(exact[0], null, 2) : exact.map((result) => JSON.stringify(result)).join("\n");
  const name = isOne ? `${exact[0].source.name.replace(/[\\/:*?"<>|\p{Cc}]/gu, "_")}.json` : "corrected.jsonl";
  const address = URL.createObjectURL(new Blob([`${text}\n`], { type: "application/json" }));
  const link = make("a", { href: address, download: name });
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(address), 60000);
  isUnsaved = false;
}
