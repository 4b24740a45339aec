// What a script adds to pages that work without one: suggestions while you write, a panel for the chosen statement,
// a passage marked to its last letter, a button to copy with, search on a copy without a server.
"use strict";

const root = document.body.dataset.root || "./";
document.documentElement.classList.add("scripted");

const plain = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase().replace(/[^\p{L}\p{N}]+/gu, " ").trim();
const make = (tag, properties = {}, ...children) => {
  const made = Object.assign(document.createElement(tag), properties);
  made.append(...children);
  return made;
};
const name = (text) => make("bdi", {}, text);
const loaded = {};
const load = (file) => (loaded[file] ??= fetch(root + file).then((answer) => (answer.ok ? answer.json() : [])).catch(() => []));
const address = (at) => root + at;

// Names that match: whole, at the beginning, at the beginning of a word; in any spelling.
function rank(text, wanted) {
  const found = plain(text);
  if (found === wanted) return 0;
  if (found.startsWith(wanted)) return 1;
  return ` ${found}`.includes(` ${wanted}`) ? 2 : 9;
}
function matching(entries, query) {
  const wanted = plain(query);
  if (!wanted) return [];
  const found = [];
  for (const entry of entries) {
    let best = rank(entry.name, wanted), by = "";
    for (const other of entry.also) {
      const how = rank(other, wanted);
      if (how < best) [best, by] = [how, other];
    }
    if (best < 9) found.push({ entry, best, by });
  }
  return found.sort((a, b) => a.best - b.best || a.entry.name.length - b.entry.name.length || (a.entry.at < b.entry.at ? -1 : 1));
}

function suggest(form, number) {
  const input = form.querySelector("input[name=q]");
  const list = make("ul", { className: "suggest", id: `suggest-${number}`, hidden: true });
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", "Suggestions");
  form.append(list);
  for (const [key, value] of Object.entries({ role: "combobox", "aria-autocomplete": "list", "aria-controls": list.id, "aria-expanded": "false" })) {
    input.setAttribute(key, value);
  }
  let chosen = -1;
  const show = (open) => {
    list.hidden = !open;
    input.setAttribute("aria-expanded", String(open));
    if (!open) { chosen = -1; input.removeAttribute("aria-activedescendant"); }
  };
  const choose = (to) => {
    const options = [...list.children];
    chosen = (to + options.length + 1) % (options.length + 1);
    if (chosen === options.length) chosen = -1;
    options.forEach((option, at) => option.setAttribute("aria-selected", String(at === chosen)));
    if (chosen >= 0) { input.setAttribute("aria-activedescendant", options[chosen].id); options[chosen].scrollIntoView({ block: "nearest" }); }
    else input.removeAttribute("aria-activedescendant");
  };
  input.addEventListener("focus", () => load("search/names.json"), { once: true });
  input.addEventListener("input", async () => {
    const asked = input.value;
    const found = matching(await load("search/names.json"), asked).slice(0, 8);
    if (asked !== input.value) return;
    list.replaceChildren(...found.map(({ entry, by }, at) => {
      const option = make("li", { id: `${list.id}-${at}` });
      option.setAttribute("role", "option");
      option.setAttribute("aria-selected", "false");
      const link = make("a", { href: address(entry.at), tabIndex: -1 }, make("span", {}, name(entry.name)), make("small", {}, by ? `${entry.kind}, “` : entry.kind));
      if (by) link.lastChild.append(name(by), "”");
      option.append(link);
      return option;
    }));
    chosen = -1;
    show(found.length > 0);
  });
  input.addEventListener("keydown", (event) => {
    if (list.hidden) return;
    if (event.key === "ArrowDown") { event.preventDefault(); choose(chosen + 1); }
    else if (event.key === "ArrowUp") { event.preventDefault(); choose(chosen < 0 ? list.children.length - 1 : chosen - 1); }
    else if (event.key === "Escape") show(false);
    else if (event.key === "Enter" && chosen >= 0) { event.preventDefault(); list.children[chosen].querySelector("a").click(); }
  });
  form.addEventListener("focusout", (event) => { if (!form.contains(event.relatedTarget)) show(false); });
  list.addEventListener("mousedown", (event) => event.preventDefault());
}
document.querySelectorAll("form.find").forEach(suggest);

// The chosen statement: its marks, and what the list below its paragraph says of it, in the panel.
const panel = document.getElementById("panel");
function choose(id) {
  const item = document.getElementById(id);
  if (!item || !panel) return false;
  document.querySelectorAll(".chosen-mark").forEach((mark) => mark.classList.remove("chosen-mark"));
  document.querySelectorAll(`[data-s="${CSS.escape(id)}"]`).forEach((mark) => mark.classList.add("chosen-mark"));
  const copy = item.cloneNode(true);
  copy.removeAttribute("id");
  const close = make("button", { type: "button", className: "close", title: "Close" }, "×");
  close.setAttribute("aria-label", "Close");
  close.addEventListener("click", forget);
  const box = panel.querySelector(".chosen");
  box.replaceChildren(close, make("h2", {}, "Statement"), make("ol", {}, copy));
  box.hidden = false;
  panel.classList.add("sheet");
  panel.scrollTop = 0;
  return true;
}
function forget() {
  document.querySelectorAll(".chosen-mark").forEach((mark) => mark.classList.remove("chosen-mark"));
  panel.classList.remove("sheet");
  panel.querySelector(".chosen").hidden = true;
}
if (panel) {
  panel.setAttribute("aria-live", "polite");
  document.getElementById("text").addEventListener("click", (event) => {
    if (!getSelection().isCollapsed || event.target.closest("details")) return;
    const link = event.target.closest("a");
    if (link && !link.classList.contains("num")) return;
    const id = link ? link.hash.slice(1) : event.target.closest("[data-s]")?.dataset.s;
    if (id && choose(id)) event.preventDefault();
  });
  document.addEventListener("keydown", (event) => { if (event.key === "Escape" && panel.classList.contains("sheet")) forget(); });
}

// #char=120,340 marks the whole passage, counted in code points from its anchor.
function markPassage() {
  const match = /^#char=(\d+),(\d+)$/.exec(decodeURIComponent(location.hash));
  const start = match && document.getElementById(match[0].slice(1));
  if (!start) return;
  const closed = start.closest("details");
  if (closed) closed.open = true;
  start.scrollIntoView({ block: "center" });
  if (!globalThis.CSS?.highlights) return;
  let left = Number(match[2]) - Number(match[1]);
  const ranges = [], walker = document.createTreeWalker(start.closest("p"), NodeFilter.SHOW_TEXT);
  for (walker.currentNode = start; left > 0 && walker.nextNode();) {
    const node = walker.currentNode;
    if (node.parentElement.closest(".num, .para")) continue;
    const points = [...node.data], range = new Range();
    range.setStart(node, 0);
    range.setEnd(node, points.slice(0, left).join("").length);
    ranges.push(range);
    left -= points.length;
  }
  CSS.highlights.set("passage", new Highlight(...ranges));
}
if (panel) { markPassage(); addEventListener("hashchange", markPassage); }

// Copying
document.querySelectorAll("pre.copy").forEach((block) => {
  if (!navigator.clipboard) return;
  const text = block.textContent;
  const button = make("button", { type: "button", className: "copier" }, "Copy");
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(text);
    button.textContent = "Copied";
    setTimeout(() => (button.textContent = "Copy"), 1500);
  });
  block.append(button);
});

// A copy without a server searches here.
const results = document.querySelector("#results[data-search=script]");
const asked = new URLSearchParams(location.search).get("q");
if (results && asked) {
  Promise.all([load("search/names.json"), load("search/statements.json")]).then(([names, statements]) => {
    document.querySelectorAll("input[name=q]").forEach((input) => (input.value = asked));
    const words = plain(asked).split(" ").filter(Boolean);
    const things = matching(names, asked);
    const said = words.length ? statements.filter((one) => words.every((word) => ` ${plain(one.words)}`.includes(` ${word}`))) : [];
    const section = (title, found, line) => found.length ? [make("h2", {}, title, " ", make("span", { className: "count" }, String(found.length))), make("ul", { className: "entries" }, ...found.slice(0, 50).map(line))] : [];
    results.replaceChildren(
      make("p", { className: "lead" }, "For ", make("q", {}, name(asked)), `: ${things.length} names, ${said.length} statements.`),
      ...section("Names", things, ({ entry }) => make("li", {}, make("a", { href: address(entry.at) }, name(entry.name)), " ", make("span", { className: "quiet" }, entry.kind))),
      ...section("Statements", said, (one) => make("li", {}, name(one.who), ": ", make("a", { href: address(one.at) }, make("q", {}, name(one.words))))),
    );
  });
}
