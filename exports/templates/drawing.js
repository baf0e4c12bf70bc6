// The drawing, by vis-network at places computed beforehand. Labels are ours: the best connected first, where there is
// room, of one size on the screen, more of them the closer one looks.

const LABELS = 60; // at most, when the whole graph is in view
const LONGEST = 34;
const FONT = 'system-ui, "Segoe UI", Roboto, "Liberation Sans", sans-serif';

const calm = matchMedia("(prefers-reduced-motion: reduce)");
const dark = matchMedia("(prefers-color-scheme: dark)");
const colours = {};
const hiddenKinds = new Set();
let selected = null;
let hovered = null;

function readColours() {
  const style = getComputedStyle(document.documentElement);
  for (const name of ["ground", "ink", "accent", "edge", ...kinds.keys()]) {
    colours[name] = style.getPropertyValue(`--${name}`).trim();
  }
}

const nodes = new vis.DataSet();
const edges = new vis.DataSet();
const visible = new vis.DataView(nodes, { filter: (node) => !hiddenKinds.has(node.kind) });

/** Give nodes and edges their colours; what is not near the selected thing steps back. */
function paint() {
  const close = selected === null ? null : near(selected).add(selected);
  nodes.update(graph.nodes.map(({ id, x, y, shape, size: reach, group }) => {
    const size = shape === "square" ? 0.8 * reach : reach; // else squares look the largest
    const chosen = id === selected;
    const look = { background: colours[group], border: chosen ? colours.ink : colours.ground };
    const color = { ...look, highlight: look, hover: { ...look, border: colours.ink } };
    return { id, x, y, shape, size, kind: group, color, borderWidth: chosen ? 4 : 1.5, opacity: !close || close.has(id) ? 1 : 0.13 };
  }));
  edges.update(graph.edges.map(({ from, to }, id) => {
    const own = from === selected || to === selected;
    const color = own ? colours.accent : colours.edge;
    const opacity = own ? 0.9 : !close || (close.has(from) && close.has(to)) ? 0.45 : 0.06;
    return { id, from, to, width: own ? 1.6 : 1, arrows: { to: { enabled: own } }, color: { color, highlight: color, hover: color, opacity } };
  }));
}

readColours();
paint();
const network = new vis.Network(at("canvas"), { nodes: visible, edges }, graph.options);

// Labels

const weight = (node) => node.size * (node.group === "Paper" ? 0.4 : 1);
const byWeight = [...graph.nodes].sort((a, b) => weight(b) - weight(a));
const shortened = (text, length) => (text.length > length ? text.slice(0, length - 1).trimEnd() + "…" : text);
const boxAt = (left, top, width, height) => ({ left, top, right: left + width, bottom: top + height });
const meet = (a, b) => a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
let wholeScale = null;

function around({ id, size }, margin = 0) {
  const { x, y } = network.getPosition(id);
  return boxAt(x - size - margin, y - size - margin, 2 * (size + margin), 2 * (size + margin));
}

/** Where a label may stand: below its node, above, to the right, to the left. */
function places(node, width, height, gap) {
  const { left, top, right, bottom } = around(node, gap);
  const [x, y] = [(left + right) / 2, (top + bottom) / 2];
  const corners = [[x - width / 2, bottom], [x - width / 2, top - height], [right, y - height / 2], [left - width, y - height / 2]];
  return corners.map(([from, upper]) => boxAt(from, upper, width, height));
}

/** The nodes that get a label where there is room, in the order in which they do. */
function labelled(scale) {
  const first = [hovered, selected].filter((id) => drawn.has(id)).map((id) => drawn.get(id));
  const close = selected === null ? null : near(selected);
  const rest = close ? byWeight.filter(({ id }) => close.has(id)) : byWeight.slice(0, LABELS * Math.max(1, scale / wholeScale) ** 2);
  return [...new Set([...first, ...rest])];
}

function drawLabels(context) {
  const scale = network.getScale();
  wholeScale ??= scale;
  const { x: left, y: top } = network.DOMtoCanvas({ x: 0, y: 0 });
  const view = boxAt(left, top, at("canvas").clientWidth / scale, at("canvas").clientHeight / scale);
  const inView = (node) => !hiddenKinds.has(node.group) && meet(around(node), view);
  const chosen = labelled(scale).filter(inView);
  const boxes = graph.nodes.filter(inView).map((node) => around(node));
  const covered = (box) => boxes.filter((other) => meet(box, other)).length;
  const taken = chosen.map((node) => around(node));
  Object.assign(context, { textAlign: "left", textBaseline: "top", lineJoin: "round", lineWidth: 4 / scale });
  Object.assign(context, { strokeStyle: colours.ground, fillStyle: colours.ink });
  chosen.forEach((node, n) => {
    const strong = node.id === selected || node.id === hovered;
    const size = (strong ? 14 : 11 + Math.min(3, node.size / 12)) / scale;
    context.font = `${strong ? 600 : 400} ${size}px ${FONT}`;
    const text = shortened(shownName(node), strong ? 2 * LONGEST : LONGEST);
    const all = places(node, context.measureText(text).width, size, 3 / scale);
    const whole = all.filter((box) => box.left > view.left && box.right < view.right);
    const free = whole.filter((box) => !taken.some((other, m) => m !== n && meet(box, other)));
    const [box] = [...free.sort((a, b) => covered(a) - covered(b)), ...(strong ? [...whole, ...all] : [])];
    if (!box) return;
    taken.push(box);
    context.strokeText(text, box.left, box.top);
    context.fillText(text, box.left, box.top);
  });
}

function showWhole(animation) {
  network.fit({ nodes: visible.getIds(), animation, maxZoomLevel: 1.8 });
  wholeScale = null;
}

const glide = () => (calm.matches ? false : { duration: 350 });
const zoom = (factor) => network.moveTo({ scale: network.getScale() * factor, animation: glide() });

function hover(id) {
  hovered = id;
  at("canvas").style.cursor = id === null ? "" : "pointer";
  network.redraw();
}

network.on("afterDrawing", drawLabels);
network.on("hoverNode", ({ node }) => hover(node));
network.on("blurNode", () => hover(null));
network.on("click", ({ nodes: [id] }) => (id === undefined ? leave() : visit(id)));
dark.addEventListener("change", () => { readColours(); paint(); });
at("whole").addEventListener("click", () => showWhole(glide()));
at("closer").addEventListener("click", () => zoom(1.4));
at("farther").addEventListener("click", () => zoom(1 / 1.4));
