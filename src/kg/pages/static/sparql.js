// The plain form of the SPARQL page becomes an editor: colours, completion from the terms of this graph, and the answer
// as a table on the page. It asks nothing but this site.
"use strict";

(() => {
  const form = document.querySelector("form.sparql"), area = document.getElementById("query");
  const Yasgui = globalThis.Yasgui?.default ?? globalThis.Yasgui;
  if (!form || !Yasgui) return;
  const { Yasqe, Yasr } = Yasgui;
  const endpoint = new URL(form.dataset.endpoint, location.href).href, live = form.dataset.live === "yes";
  const terms = fetch(form.dataset.terms).then((answer) => (answer.ok ? answer.json() : {})).catch(() => ({}));
  const words = (text) => text.toLowerCase();

  // Completion: what begins so comes first, then what has it in its name or its meaning.
  const found = (list, wanted) => {
    const asked = words(wanted), local = (iri) => words(iri.slice(Math.max(iri.lastIndexOf("#"), iri.lastIndexOf("/")) + 1));
    const rank = ([iri, meaning]) => (words(iri).startsWith(asked) || local(iri).startsWith(asked) ? 0 : local(iri).includes(asked) ? 1 : words(meaning).includes(asked) ? 2 : 9);
    return list.map((term, at) => [rank(term), at, term[0]]).filter(([how]) => how < 9).sort((a, b) => a[0] - b[0] || a[1] - b[1]).slice(0, 40).map(([, , iri]) => iri);
  };
  const known = { prefixes: {}, meaning: new Map() };
  const written = (iri) => {
    const [prefix, base] = Object.entries(known.prefixes).filter(([, base]) => iri.startsWith(base) && /^[\w-]+$/.test(iri.slice(base.length))).sort((a, b) => b[1].length - a[1].length)[0] ?? [];
    return prefix ? [`${prefix}:${iri.slice(base.length)}`, prefix] : [`<${iri}>`];
  };
  const terminal = (name, kind, from) => Yasqe.forkAutocompleter(from, {
    name,
    get: (_, token) => terms.then((all) => found(all[kind] ?? [], token?.autocompletionString ?? "")),
    postProcessSuggestion: (_, __, iri) => written(iri)[0],
    // The list shows what a term means; choosing one brings its prefix along.
    postprocessHints: (editor, hints) => hints.map((hint) => ({
      ...hint,
      render: (line) => line.append(hint.text, Object.assign(document.createElement("small"), { textContent: known.meaning.get(hint.text) ?? "" })),
      hint: (self, data, one) => {
        self.replaceRange(one.text, one.from || data.from, one.to || data.to, "complete");
        const prefix = one.text.split(":")[0];
        if (known.prefixes[prefix] && !(prefix in editor.getPrefixesFromQuery())) editor.addPrefixes({ [prefix]: known.prefixes[prefix] });
      },
    })),
  }, false);
  const own = { name: "own-prefixes", persistenceId: null, get: () => terms.then((all) => Object.entries(all.prefixes ?? {}).map(([prefix, iri]) => `${prefix}: <${iri}>`)) };
  Yasqe.forkAutocompleter("prefixes", own, false);
  terminal("own-classes", "classes", "class");
  terminal("own-properties", "properties", "property");

  // An IRI of the collection leads to its page here, wherever the collection's base is.
  const lead = (event) => {
    const link = event.target.closest?.("a[href]"), base = form.dataset.base;
    if (!link || !base || !link.href.startsWith(base)) return;
    const rest = link.href.slice(base.length);
    link.href = new URL(rest.replace(/^id\//, "doc/").replace(/^(doc\/document\/[^/#]+)\.txt#/, "$1#"), new URL(document.body.dataset.root, location.href)).href;
    link.removeAttribute("target");
  };

  terms.then((all) => {
    known.prefixes = all.prefixes ?? {};
    for (const [iri, meaning] of [...(all.classes ?? []), ...(all.properties ?? [])]) known.meaning.set(written(iri)[0], meaning);
    const place = document.createElement("div");
    area.before(place);
    area.hidden = true;
    const editor = new Yasqe(place, {
      value: area.value, persistenceId: null, consumeShareLink: null, createShareableLink: null, resizeable: false, editorHeight: "auto",
      autocompleters: ["own-prefixes", "own-classes", "own-properties", "variables"], showQueryButton: false, viewportMargin: Infinity,
      screenReaderLabel: "SPARQL query", collapsePrefixesOnLoad: false,
      // Tab leaves the editor, as it leaves every field.
      extraKeys: { Tab: false, "Shift-Tab": false, "Ctrl-Space": (one) => one.autocomplete(), "Ctrl-Enter": () => run(), "Cmd-Enter": () => run(), "Ctrl-/": (one) => one.commentLines(), "Shift-Ctrl-F": (one) => one.autoformat() },
      requestConfig: { endpoint, method: "POST", acceptHeaderGraph: "text/turtle, application/n-triples;q=0.9", acceptHeaderSelect: "application/sparql-results+json" },
    });
    form.querySelector("label[for=query]").addEventListener("click", () => editor.focus());
    editor.on("change", () => (area.value = editor.getValue()));
    if (!live) return;

    const answer = document.getElementById("result");
    Object.assign(Yasr.plugins.table.defaults, { openIriInNewWindow: false });
    const results = new Yasr(answer, { persistenceId: null, prefixes: { ...known.prefixes, id: `${form.dataset.base}id/` }, pluginOrder: ["table", "response"], getDownloadFileName: () => "answer" });
    results.config.plugins.table.dynamicConfig = { compact: true, isEllipsed: false, pageSize: 50 };
    const say = (text) => (document.getElementById("state").textContent = text);
    const limits = { incomplete: "" };
    const name = () => {
      answer.querySelectorAll(".yasr_external_ref_btn").forEach((link) => link.remove());
      answer.querySelectorAll("input:not([aria-label]), select:not([aria-label])").forEach((field) => field.setAttribute("aria-label", field.title || field.placeholder || field.closest("label")?.textContent.trim() || "Rows shown"));
      answer.querySelectorAll(".dataTable").forEach((table) => table.setAttribute("aria-label", "Answer"));
    };
    results.on("drawn", name);
    answer.addEventListener("pointerover", lead);
    answer.addEventListener("focusin", lead);
    editor.on("query", () => say("Asking …"));
    editor.on("queryResponse", (_, response, duration) => {
      document.getElementById("answer")?.remove();
      answer.hidden = false;
      results.setResponse(response, duration);
      name();
      document.getElementById("state").scrollIntoView({ block: "nearest" });
      limits.incomplete = response?.headers?.get?.("hearsay-incomplete") ?? "";
      const rows = results.results?.getBindings?.()?.length;
      say(`${rows === undefined ? "Answered" : rows === 1 ? "1 row" : `${rows} rows`} in ${(duration / 1000).toFixed(2)} s${limits.incomplete ? `; cut short by the limit ${limits.incomplete}` : ""}.`);
      const shared = new URL(location.href);
      shared.search = new URLSearchParams({ format: "html", query: editor.getValue() });  // without it, the answer alone
      history.replaceState(null, "", shared);
    });
    editor.on("error", () => say("The query could not be asked."));
    const run = () => editor.query().catch(() => undefined);
    const button = Object.assign(document.createElement("button"), { type: "button", textContent: "Run", title: "Ctrl + Enter" });
    button.addEventListener("click", run);
    const row = form.querySelector(".row");
    row.prepend(button);
    row.querySelector("option[value=html]")?.remove();  // that is what Run does
    row.querySelector("label").textContent = "or as";
    row.querySelector("button:not([type])").textContent = "Download";
    document.documentElement.classList.add("editing");
  });
})();
