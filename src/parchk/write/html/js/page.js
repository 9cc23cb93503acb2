// What the page holds, and how its nodes are found and made. Text becomes text nodes only, never markup.

const byId = (id) => document.getElementById(id);
const results = JSON.parse(byId("results").textContent);
const page = JSON.parse(byId("page").textContent);
const alphabet = new Intl.Collator("vi", { numeric: true });
const wide = window.matchMedia("(min-width: 60rem)");

/** The words of this key, with what stands in braces filled in. */
const say = (key, values = {}) => page.words[key].replace(/\{(\w+)\}/g, (_, name) => values[name] ?? "");

/** A new element; properties with a hyphen are attributes. */
function make(tag, properties = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (name.includes("-")) node.setAttribute(name, value);
    else node[name] = value;
  }
  node.append(...children);
  return node;
}

/** Text without tone marks, in small letters, on one line: "Báo cáo" and "bao cao" are alike. */
const fold = (text) =>
  text.normalize("NFD").replace(/\p{M}/gu, "").replace(/[đĐ]/g, "d").toLowerCase().replace(/\s+/g, " ").trim();

/** The key that parchk gives a name it does not know. */
const slug = (text) =>
  fold(text)
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-|-$/g, "");

/** A name's letters and digits with their tone marks. */
const spelling = (text) =>
  text
    .normalize("NFC")
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, "-")
    .replace(/^-|-$/g, "");

let toastTimer = 0;

/** Say something for a while; `action` is a button's words and what it does. */
function toast(message, action) {
  const box = byId("toast");
  box.replaceChildren(make("span", { textContent: message }));
  if (action) {
    const [words, act] = action;
    const button = make("button", { type: "button", textContent: words });
    button.addEventListener("click", () => {
      box.hidden = true;
      act();
    });
    box.append(button);
  }
  box.hidden = false;
  clearTimeout(toastTimer);
  toastTimer = setTimeout(() => (box.hidden = true), action ? 12000 : 5000);
}
