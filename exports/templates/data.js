"use strict";
// The four scripts of the page stand in one: data.js, panel.js, drawing.js, finding.js, in this order.
// What is said in the address after # is the only state that is shared: #node=ID is what is selected.

const graph = JSON.parse(document.getElementById("graph").textContent);

const at = (id) => document.getElementById(id);
const number = (n) => n.toLocaleString("en");
const plural = (n, one) => `${number(n)} ${one}${n === 1 ? "" : "s"}`;

/** Group items by a key of theirs, or by each of several. */
function groupBy(items, keysOf) {
  const groups = new Map();
  for (const item of items) {
    for (const key of [keysOf(item)].flat()) {
      if (!groups.has(key)) groups.set(key, []);
      groups.get(key).push(item);
    }
  }
  return groups;
}

// Things are all that the page knows by name: the nodes drawn, and what their facts speak of besides.
const drawn = new Map(graph.nodes.map((node) => [node.id, node]));
const things = new Map([...graph.nodes, ...graph.others].map((thing) => [thing.id, thing]));
const kinds = new Map(graph.kinds.map(([kind, shape, many]) => [kind, { shape, many }]));
const phrases = new Map(graph.phrases.map(([predicate, forth, back], n) => [predicate, { forth, back, n }]));

const paperOf = (fact) => (fact.source.startsWith("paper/") ? fact.source : null);
const factsOf = groupBy(graph.facts, (fact) => [...new Set([fact.subject, fact.object, paperOf(fact) ?? fact.subject])]);
const edgesOf = groupBy(graph.edges, (edge) => [...new Set([edge.from, edge.to])]);

const namesOf = (thing) => [...new Set([thing.label, ...(thing.aliases ?? [])])];
const shownName = (thing) => (thing.group === "Repository" ? thing.label.replace(/^https?:\/\//, "") : thing.label);
const byFacts = [...things.values()].sort((a, b) => b.told - a.told || (a.label < b.label ? -1 : 1));

/** The ids drawn that a thing is joined to; for a thing that is not drawn, those that its facts name. */
function near(id) {
  if (drawn.has(id)) return new Set((edgesOf.get(id) ?? []).map((edge) => (edge.from === id ? edge.to : edge.from)));
  const ends = (factsOf.get(id) ?? []).flatMap((fact) => [fact.subject, fact.object]);
  return new Set(ends.filter((end) => drawn.has(end)));
}

const addressOf = (id) => "#node=" + encodeURIComponent(id);

/** The id in the address, or null; it may name nothing here. */
function asked() {
  return new URLSearchParams(location.hash.slice(1).replaceAll("+", "%2B")).get("node");
}

// Elements. What papers say reaches the page here alone, as text; a link only where it is http(s).

function make(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else element.setAttribute(name, value);
  }
  element.append(...children.filter((child) => child !== null));
  return element;
}

const POINTS = {
  square: "2,2 14,2 14,14 2,14",
  diamond: "8,0 16,8 8,16 0,8",
  triangle: "8,1 16,15 0,15",
  triangleDown: "8,15 16,1 0,1",
  star: "8,0 10.2,5.4 16,5.9 11.6,9.7 13,15.4 8,12.3 3,15.4 4.4,9.7 0,5.9 5.8,5.4",
};

/** The sign of a kind, as the drawing has it. */
function sign(kind) {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  svg.setAttribute("viewBox", "0 0 16 16");
  svg.setAttribute("aria-hidden", "true");
  const points = POINTS[kinds.get(kind).shape];
  const form = document.createElementNS(svg.namespaceURI, points ? "polygon" : "circle");
  const place = points ? { points } : { cx: 8, cy: 8, r: 7 };
  for (const [name, value] of Object.entries({ ...place, fill: `var(--${kind})` })) form.setAttribute(name, value);
  svg.append(form);
  return svg;
}

function link(id) {
  const thing = things.get(id);
  const [look, title] = drawn.has(id) ? ["thing", thing.group] : ["thing undrawn", `${thing.group}, not drawn`];
  return make("a", { class: look, href: addressOf(id), title }, sign(thing.group), shownName(thing));
}

function outward(url, text) {
  if (!/^https?:\/\//i.test(url)) return make("span", {}, text);
  return make("a", { href: url, target: "_blank", rel: "noopener noreferrer" }, text);
}
