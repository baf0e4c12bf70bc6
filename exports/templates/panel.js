// The panel: what is selected, with its facts and their sentences; else the graph as a whole.

const quiet = (...children) => make("p", { class: "quiet" }, ...children);

/** A sentence, the terms in it marked: at each place the longest. */
function quoted(quote, terms) {
  const block = make("blockquote");
  const sought = terms.filter((term) => term.length > 1).sort((a, b) => b.length - a.length);
  let from = 0;
  for (;;) {
    const hits = sought.map((term) => ({ term, start: quote.indexOf(term, from) })).filter(({ start }) => start >= 0);
    if (!hits.length) break;
    const first = hits.reduce((best, hit) => (hit.start < best.start ? hit : best));
    block.append(quote.slice(from, first.start), make("mark", {}, first.term));
    from = first.start + first.term.length;
  }
  block.append(quote.slice(from));
  return block;
}

function measured({ metric, value, unit, change, dataset }) {
  if (!metric && !value && !dataset) return null;
  const line = quiet();
  if (metric) line.append(link(metric), " ");
  if (value) line.append(`${change ? "by " : ""}${value}${unit ?? ""} `);
  if (dataset) line.append("on ", link(dataset));
  return line;
}

/** Who says so: the extractor, and the paper unless the reader sees it already; or the table's row, or the rule. */
function origin(fact, here) {
  const paper = paperOf(fact);
  if (paper === null) {
    const [, what, name, row] = /^([^:]*):([^#]*)#?(.*)$/s.exec(fact.source) ?? ["", "source", fact.source, ""];
    return quiet(`Stated by no paper: from the ${what} “${name}”${row ? `, row ${row}` : ""}`);
  }
  const said = `confidence ${fact.confidence.toFixed(2)} · ${fact.by}`;
  return [here, fact.subject, fact.object].includes(paper) ? quiet(said) : quiet("In ", link(paper), ` · ${said}`);
}

function told(fact, here) {
  const ends = [fact.subject, fact.object];
  const head = make("div");
  if (fact.subject === here) head.append(link(fact.object));
  else if (fact.object === here) head.append(link(fact.subject));
  else head.append(link(fact.subject), ` ${phrases.get(fact.predicate).forth} `, link(fact.object));
  const terms = ends.map((id) => things.get(id)).filter((thing) => thing.group !== "Paper").flatMap(namesOf);
  const sentence = fact.quote ? quoted(fact.quote, terms) : null;
  return make("li", {}, head, measured(fact), sentence, origin(fact, here));
}

/** The facts that name a thing, by predicate and direction; last those that a paper states of others. */
function factsByPredicate(id) {
  const side = (fact) => [fact.subject, fact.object, fact.source].indexOf(id);
  const place = (fact) => (side(fact) === 2 ? phrases.size : phrases.get(fact.predicate).n) * 3 + side(fact);
  const other = (fact) => things.get(fact.subject === id ? fact.object : fact.subject).label;
  const order = (a, b) => (other(a) < other(b) ? -1 : other(a) > other(b) ? 1 : b.confidence - a.confidence);
  const groups = [...groupBy(factsOf.get(id) ?? [], place)].sort(([a], [b]) => a - b);
  return groups.map(([, facts]) => {
    const { forth, back } = phrases.get(facts[0].predicate);
    const heading = make("h3", {}, [forth, back, "also states"][side(facts[0])], make("b", {}, number(facts.length)));
    return make("section", {}, heading, make("ol", {}, ...facts.sort(order).map((fact) => told(fact, id))));
  });
}

function aboutThing(id) {
  const thing = things.get(id);
  const close = make("button", { type: "button", class: "close", "aria-label": "Close", onclick: leave }, "×");
  const name = thing.group === "Repository" ? outward(thing.label, shownName(thing)) : thing.label;
  const parts = [
    make("div", { class: "top" }, make("span", { class: "kind" }, sign(thing.group), thing.group), close),
    make("h2", {}, name),
  ];
  const where = thing.url ? outward(thing.url, thing.url.replace(/^https?:\/\//, "")) : null;
  if (thing.date || where) parts.push(quiet(thing.date ?? "", thing.date && where ? " · " : "", where));
  const [, ...also] = namesOf(thing);
  if (also.length) parts.push(make("p", { class: "quiet also" }, "Also ", ...also.map((form) => make("span", {}, form))));
  parts.push(...factsByPredicate(id));
  const here = (factsOf.get(id) ?? []).length;
  if (!drawn.has(id)) parts.push(quiet("Not drawn: others are better connected."));
  if (thing.told > here) parts.push(quiet(`${plural(thing.told - here, "more fact")} in the graph, by papers not drawn.`));
  if (!thing.told) parts.push(quiet("Nothing was found in its text."));
  return parts;
}

function aboutGraph() {
  const { papers, nodes, of, facts, ofFacts } = graph.counts;
  const parts = [
    make("h2", {}, "What the papers say"),
    make("p", {}, `${plural(papers, "paper")}, ${plural(of - papers, "thing")} they speak of, ${plural(ofFacts, "fact")}. `
      + "Select anything, in the drawing, by the search or below, to read its facts, each with the sentence that says so."),
  ];
  if (asked() !== null) parts.unshift(make("p", { role: "alert" }, `“${asked()}” is not on this page.`));
  if (nodes < of) {
    const extent = facts < ofFacts ? `${number(facts)} of the facts` : "all the facts";
    parts.push(quiet(`Drawn are the ${number(nodes)} best connected; the page tells ${extent}.`));
  }
  for (const [kind, { many }] of kinds) {
    const best = byFacts.filter((thing) => thing.group === kind).slice(0, 6);
    if (!best.length) continue;
    const items = best.map((thing) => make("li", {}, link(thing.id), make("b", {}, number(thing.told))));
    parts.push(make("section", {}, make("h3", {}, many), make("ol", { class: "short" }, ...items)));
  }
  return parts;
}
