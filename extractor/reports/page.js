"use strict";
(() => {
  const AT_ONCE = 50; // rows shown, and added by "Show more"
  const UNSEEN =
    /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\ufffe\uffff]/gu;

  const parsed = new Map();
  const data = (id) => {
    if (!parsed.has(id)) parsed.set(id, JSON.parse(document.getElementById(id).textContent));
    return parsed.get(id);
  };

  // Everything from an article or a model becomes a text node; nothing is ever parsed as HTML.
  const make = (tag, attributes = {}, ...children) => {
    const element = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
    element.append(...children);
    return element;
  };
  const isolated = (text) => make("bdi", {}, text);
  const chip = (slot) => make("span", { class: `chip ${slot.kind}` }, slot.kind);
  const judged = (side) => [side.outcome ? `${side.outcome} ` : "", isolated(side.value)];

  // ── the article's text ──────────────────────────────────────────────────────────────────────────────────────────

  const seen = (text) => {
    const parts = [];
    let from = 0;
    for (const found of text.matchAll(UNSEEN)) {
      const number = found[0].codePointAt(0).toString(16).toUpperCase().padStart(4, "0");
      parts.push(text.slice(from, found.index), make("span", { class: "unseen-mark" }, `⟨U+${number}⟩`));
      from = found.index + found[0].length;
    }
    return [...parts, text.slice(from)];
  };

  // Spans count code points; marks may overlap, so the text is cut wherever one begins or ends.
  const painted = (text, marks) => {
    const points = Array.from(text);
    const cuts = new Set([0, points.length]);
    for (const { spans } of marks) for (const [start, end] of spans) cuts.add(start).add(end);
    const ordered = [...cuts].filter((at) => at <= points.length).sort((a, b) => a - b);
    return ordered.slice(0, -1).flatMap((start, at) => {
      const end = ordered[at + 1];
      const held = marks.filter(({ spans }) => spans.some(([from, to]) => from <= start && end <= to));
      const words = seen(points.slice(start, end).join(""));
      if (!held.length) return words;
      return [make("mark", { class: held.map(({ kind }) => kind).join(" ") }, ...words)];
    });
  };

  const pane = (text, name, side, marks) => {
    const id = `pane-${name.toLowerCase()}`;
    const told = !side.spans.length && side.value !== "–" ? " (its words are not in the article, or are not known)" : "";
    const head = make("h3", { id }, name, " ", make("small", {}, ...judged(side), told));
    const body = make("div", { class: "text", dir: "auto", tabindex: "0", role: "region", "aria-labelledby": id });
    body.append(...painted(text, marks));
    return make("section", { class: `pane ${name.toLowerCase()}` }, head, body);
  };

  const panes = (slot) => {
    const text = data("papers")[slot.article].text;
    const gold = { kind: "gold", spans: slot.gold.spans };
    const own = (side) => ({ kind: "own", spans: side.spans });
    if (!slot.before) {
      return [pane(text, "Gold", slot.gold, [gold]), pane(text, "Predicted", slot.now, [own(slot.now)])];
    }
    return [
      pane(text, "Before", slot.before, [own(slot.before), gold]),
      pane(text, "After", slot.now, [own(slot.now), gold]),
    ];
  };

  // ── the reader ──────────────────────────────────────────────────────────────────────────────────────────────────

  const reader = document.getElementById("reader");
  let reading = { slots: [], at: 0 };

  const fact = (name, ...told) => make("div", {}, make("dt", {}, name), make("dd", {}, ...told));
  const facts = (slot) => {
    const tags = data("papers")[slot.article].tags.join(", ");
    return [
      fact("Slot", isolated(slot.slot)),
      ...(slot.before ? [fact("Gold (dotted)", isolated(slot.gold.value))] : []),
      ...(tags ? [fact("Tags", isolated(tags))] : []),
      ...(slot.note ? [fact("Note", isolated(slot.note))] : []),
    ];
  };

  const read = (at) => {
    reading.at = at;
    const slot = reading.slots[at];
    const title = document.getElementById("reader-title");
    title.replaceChildren(chip(slot), " ", isolated(data("papers")[slot.article].name));
    reader.querySelector(".facts").replaceChildren(...facts(slot));
    reader.querySelector(".panes").replaceChildren(...panes(slot));
    reader.querySelector(".reader-place").textContent = `${at + 1} of ${reading.slots.length}`;
    for (const button of reader.querySelectorAll("[data-step]")) {
      const to = at + Number(button.dataset.step);
      button.disabled = to < 0 || to >= reading.slots.length;
    }
    if (!reader.open) reader.showModal();
    const texts = [...reader.querySelectorAll(".text")];
    const marks = texts.map((text) => text.querySelector("mark.own") ?? text.querySelector("mark"));
    const heights = texts.map((text, at) => marks[at] && marks[at].offsetTop - text.clientHeight / 3);
    // a side without words shows the same lines as the other one
    texts.forEach((text, at) => (text.scrollTop = heights[at] ?? heights.find((height) => height !== null) ?? 0));
  };

  reader.addEventListener("click", (event) => {
    const button = event.target.closest("button");
    if (event.target === reader || button?.hasAttribute("data-close")) reader.close();
    else if (button?.dataset.step) read(reading.at + Number(button.dataset.step));
  });

  // ── a list of slots with its filters ────────────────────────────────────────────────────────────────────────────

  const cell = (label, ...children) => make("td", { role: "cell", "data-label": label }, make("div", {}, ...children));

  const row = (slot, open) => {
    const name = data("papers")[slot.article].name;
    const sides = slot.before
      ? [cell("Before", ...judged(slot.before)), cell("After", ...judged(slot.now))]
      : [cell("Predicted", isolated(slot.now.value))];
    const button = make("button", { type: "button", "aria-label": `Read ${name} at ${slot.slot}` }, "Read");
    button.addEventListener("click", open);
    return make(
      "tr",
      { role: "row" }, // a phone shows rows as blocks, which would take the role away
      cell("Outcome", chip(slot)),
      cell("Article", isolated(name)),
      cell("Slot", isolated(slot.slot)),
      cell("Gold", isolated(slot.gold.value)),
      ...sides,
      make("td", { role: "cell", class: "open" }, button),
    );
  };

  const choices = (select, values) => {
    const counts = new Map();
    for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
    for (const [value, count] of [...counts].sort(([a], [b]) => (a < b ? -1 : 1))) {
      select.append(make("option", { value }, `${value} (${count})`));
    }
  };

  const browsers = new Map();

  const browse = (root) => {
    const kind = root.dataset.kind;
    const all = data(`${root.dataset.entry}-slots`)[kind];
    const form = root.querySelector("form");
    const body = root.querySelector("tbody");
    const more = root.querySelector(".more");
    const papers = data("papers");
    const searched = (slot) =>
      [slot.slot, slot.gold.value, slot.now.value, slot.before?.value, papers[slot.article].name].join("\n").toLowerCase();
    let kept = all;
    let shown = 0;

    const grow = () => {
      const next = kept.slice(shown, shown + AT_ONCE);
      const open = (at) => () => {
        reading = { slots: kept, at };
        read(at);
      };
      const first = shown;
      body.append(...next.map((slot, at) => row(slot, open(first + at))));
      shown += next.length;
      more.hidden = shown >= kept.length;
      const part = shown < kept.length ? `, the first ${shown} shown` : "";
      root.querySelector(".count").textContent = `${kept.length} of ${all.length} slots${part}`;
    };

    const filter = () => {
      const wanted = new FormData(form);
      const [path, tag, outcome] = ["path", "tag", "kind"].map((name) => wanted.get(name));
      const words = wanted.get("words").trim().toLowerCase();
      kept = all.filter(
        (slot) =>
          (!path || slot.path === path) &&
          (!tag || papers[slot.article].tags.includes(tag)) &&
          (!outcome || slot.kind === outcome) &&
          (!words || searched(slot).includes(words)),
      );
      shown = 0;
      body.replaceChildren();
      grow();
    };

    choices(form.elements.path, all.map((slot) => slot.path));
    choices(form.elements.tag, all.flatMap((slot) => papers[slot.article].tags));
    choices(form.elements.kind, all.map((slot) => slot.kind));
    form.addEventListener("input", filter);
    form.addEventListener("reset", () => setTimeout(filter));
    form.addEventListener("submit", (event) => event.preventDefault());
    more.addEventListener("click", grow);
    grow();
    browsers.set(`${root.dataset.entry}-${kind}`, (path) => {
      form.reset();
      form.elements.path.value = path;
      filter();
    });
  };

  // ── which evaluation is shown ───────────────────────────────────────────────────────────────────────────────────

  const entries = [...document.querySelectorAll(".entry")];
  const begun = new Set();

  const show = () => {
    const wanted = location.hash.slice(1);
    const [first] = document.querySelectorAll("#board ~ .scroll tbody a");
    const fallback = first ? first.hash.slice(1) : entries[0].id;
    const named = entries.find((entry) => wanted === entry.id || wanted.startsWith(`${entry.id}-`));
    const current = wanted ? entries.find((entry) => begun.has(entry) && !entry.hidden) : undefined;
    const chosen = named ?? current ?? document.getElementById(fallback);
    for (const entry of entries) entry.hidden = entry !== chosen;
    for (const link of document.querySelectorAll("#board ~ .scroll tbody a")) {
      if (link.hash.slice(1) === chosen.id) link.setAttribute("aria-current", "true");
      else link.removeAttribute("aria-current");
    }
    if (!begun.has(chosen)) {
      begun.add(chosen);
      chosen.querySelectorAll(".browser").forEach(browse);
    }
    if (named) document.getElementById(wanted)?.scrollIntoView();
  };

  document.addEventListener("click", (event) => {
    const link = event.target.closest?.("a[data-field]");
    if (link) browsers.get(link.hash.slice(1))?.(link.dataset.field);
  });
  addEventListener("beforeprint", () => {
    for (const closed of document.querySelectorAll("details:not(.aside)")) closed.open = true;
  });
  addEventListener("hashchange", show);
  document.documentElement.classList.add("scripted");
  show();
})();
