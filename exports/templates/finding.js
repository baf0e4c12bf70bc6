// What a person does: selects, filters by kind, searches.

// Selecting. The address says what is selected, so that Back, a copied link and a click are one way.

function show() {
  selected = things.has(asked()) ? asked() : null;
  at("panel").replaceChildren(...(selected === null ? aboutGraph() : aboutThing(selected)));
  at("panel").scrollTop = 0;
  if (drawn.has(selected)) {
    setShown(drawn.get(selected).group, true);
    network.selectNodes([selected], false);
    bringIntoView(selected);
  } else network.unselectAll();
  paint();
}

function bringIntoView(id) {
  const { x, y } = network.canvasToDOM(network.getPosition(id));
  const { clientWidth, clientHeight } = at("canvas");
  if (x > 0 && y > 0 && x < clientWidth && y < clientHeight) return;
  network.moveTo({ position: network.getPosition(id), animation: glide() });
}

function visit(id) {
  location.hash = addressOf(id);
}

function leave() {
  if (location.hash) history.pushState(null, "", location.pathname + location.search);
  show();
}

addEventListener("hashchange", show);

// The legend, which is also the filter

function setShown(kind, yes) {
  if (yes === !hiddenKinds.has(kind)) return;
  if (yes) hiddenKinds.delete(kind);
  else hiddenKinds.add(kind);
  at("legend").querySelector(`[data-kind="${kind}"]`).setAttribute("aria-pressed", String(yes));
  visible.refresh();
}

const perKind = groupBy(graph.nodes, (node) => node.group);
for (const [kind, { many }] of kinds) {
  if (!perKind.has(kind)) continue;
  const toggle = () => setShown(kind, hiddenKinds.has(kind));
  const attributes = { type: "button", "aria-pressed": "true", "data-kind": kind, onclick: toggle };
  at("legend").append(make("button", attributes, sign(kind), many, make("b", {}, number(perKind.get(kind).length))));
}

// The search, over every form of every name, case, accents and hyphens aside

const HITS = 12;
const folded = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
const squeezed = (text) => text.replace(/[\s_/-]+/g, "");
const index = byFacts.map((thing) => ({ thing, forms: namesOf(thing).map(folded) }));
let hits = [];
let current = -1;

/** How well a name fits what is typed: whole, from its start, from the start of a word, anywhere, not at all. */
function grade(form, words) {
  if (form === words) return 4;
  if (form.startsWith(words)) return 3;
  if ([" ", "-", "/"].some((gap) => form.includes(gap + words))) return 2;
  return form.includes(words) || squeezed(form).includes(squeezed(words)) ? 1 : 0;
}

function search() {
  const words = folded(at("search").value.trim());
  const graded = words ? index.map(({ thing, forms }) => [thing, Math.max(...forms.map((form) => grade(form, words)))]) : [];
  const fitting = graded.filter(([, fit]) => fit).sort(([, a], [, b]) => b - a);
  hits = fitting.slice(0, HITS).map(([thing]) => thing);
  const rows = hits.map((thing, n) => {
    const choose = (event) => { event.preventDefault(); pick(n); };
    const attributes = { role: "option", id: `hit${n}`, "aria-selected": "false", onmousedown: choose };
    return make("li", attributes, sign(thing.group), make("span", {}, shownName(thing)), make("small", {}, thing.group));
  });
  if (words && !rows.length) rows.push(make("li", { class: "none" }, "Nothing of that name on this page"));
  at("hits").replaceChildren(...rows);
  unfold(rows.length > 0);
  mark(hits.length ? 0 : -1);
}

function unfold(yes) {
  at("hits").hidden = !yes;
  at("search").setAttribute("aria-expanded", String(yes));
}

function mark(n) {
  current = n;
  [...at("hits").children].forEach((row, m) => row.setAttribute("aria-selected", String(m === n)));
  at("search").setAttribute("aria-activedescendant", n < 0 ? "" : `hit${n}`);
  at(`hit${n}`)?.scrollIntoView({ block: "nearest" });
}

function pick(n) {
  const { id } = hits[n];
  at("search").value = "";
  unfold(false);
  visit(id);
  if (drawn.has(id)) network.focus(id, { scale: Math.max(network.getScale(), 0.8), animation: glide() });
  at("panel").focus({ preventScroll: true });
}

const KEYS = {
  ArrowDown: () => mark((current + 1) % hits.length),
  ArrowUp: () => mark((current + hits.length - 1) % hits.length),
  Enter: () => pick(current),
};

at("search").addEventListener("input", search);
at("search").addEventListener("focus", search);
at("search").addEventListener("blur", () => unfold(false));
at("search").addEventListener("keydown", (event) => {
  if (!(event.key in KEYS) || !hits.length) return;
  event.preventDefault();
  KEYS[event.key]();
});
addEventListener("keydown", (event) => {
  const searching = document.activeElement === at("search");
  if (event.key === "Escape" && searching) at("search").blur();
  else if (event.key === "Escape") leave();
  else if (event.key === "/" && !searching) {
    event.preventDefault();
    at("search").focus();
  }
});

network.once("afterDrawing", () => showWhole(false));
show();
