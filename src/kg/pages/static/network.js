// The network's picture, movable: drag a node, zoom, see whom somebody spoke with, walk by arrow keys. The elements are
// the picture's own, as the server drew them; the data beside it has them in the same order, with their places.
"use strict";

(() => {
  const frame = document.getElementById("net"), source = document.getElementById("net-data");
  const svg = frame?.querySelector("svg");
  if (!svg || !source) return;
  const data = JSON.parse(source.textContent);
  const [, , width, height] = svg.getAttribute("viewBox").split(" ").map(Number);
  const nodes = [...svg.querySelectorAll(".kg-node")].map((element, at) => ({ ...data.nodes[at], element, home: [data.nodes[at].x, data.nodes[at].y], near: new Set() }));
  const byId = new Map(nodes.map((node) => [node.id, node]));
  const edges = [...svg.querySelectorAll(".kg-edge")].map((element, at) => {
    const link = data.links[at], [from, to] = [byId.get(link.source), byId.get(link.target)];
    const curves = [...element.querySelectorAll(".kg-rim")].map((rim) => ({ rim, hit: rim.parentNode.querySelector(".kg-hit"), mark: rim.parentNode.querySelector(".kg-mark"), broad: Number(rim.getAttribute("stroke-width")) }));
    from.near.add(to);
    to.near.add(from);
    return { element, from, to, curves, count: link.firstHand + link.hearsay };
  });
  const make = (tag, properties, ...children) => {
    const made = Object.assign(document.createElement(tag), properties);
    made.append(...children);
    return made;
  };

  // Zooming makes the picture broader than its frame, which scrolls: by wheel, finger, bar and arrow keys alike.
  let zoom = 1;
  const least = () => Math.min(1, frame.clientWidth / Math.max(svg.parentNode.clientWidth, 960));
  function setZoom(to, x = frame.clientWidth / 2, y = frame.clientHeight / 2) {
    const next = Math.min(4, Math.max(least(), to)), by = next / zoom;
    const [left, top] = [(frame.scrollLeft + x) * by - x, (frame.scrollTop + y) * by - y];
    zoom = next;
    svg.style.minWidth = "0";
    svg.style.width = `${Math.max(frame.clientWidth, 960) * zoom}px`;
    frame.scrollTo({ left, top, behavior: "instant" });
  }
  frame.addEventListener("wheel", (event) => {
    if (!event.ctrlKey && !event.metaKey) return;
    event.preventDefault();
    const box = frame.getBoundingClientRect();
    setZoom(zoom * (event.deltaY < 0 ? 1.15 : 1 / 1.15), event.clientX - box.left, event.clientY - box.top);
  }, { passive: false });

  // A line goes from rim to rim in a curve, and ends in an arrow: as in kg/pictures/network.py.
  const toward = (node, [x, y], far) => {
    const length = Math.hypot(x - node.x, y - node.y) || 1;
    return [node.x + ((x - node.x) / length) * far, node.y + ((y - node.y) / length) * far];
  };
  const point = ([x, y]) => `${x.toFixed(1)} ${y.toFixed(1)}`;
  function redraw({ from, to, curves }) {
    curves.forEach(({ rim, hit, mark, broad }, at) => {
      const bend = 0.1 + 0.12 * at;
      const middle = [(from.x + to.x) / 2 - (to.y - from.y) * bend, (from.y + to.y) / 2 + (to.x - from.x) * bend];
      const tip = toward(to, middle, to.r + 1.5), first = toward(from, middle, from.r + 1);
      const head = Math.min(5 + 1.4 * broad, Math.max(Math.hypot(tip[0] - first[0], tip[1] - first[1]) / 2, 2));
      const base = toward(to, middle, to.r + 1.5 + head), across = [(base[1] - tip[1]) * 0.42, (tip[0] - base[0]) * 0.42];
      const curve = `M${point(first)}Q${point(middle)} ${point(base)}`;
      rim.setAttribute("d", curve);
      hit?.setAttribute("d", curve);
      mark.setAttribute("d", `M${point(tip)}L${point([base[0] + across[0], base[1] + across[1]])}L${point([base[0] - across[0], base[1] - across[1]])}Z`);
    });
  }
  function move(node, x, y) {
    node.x = Math.min(width - 10, Math.max(10, x));
    node.y = Math.min(height - 10, Math.max(10, y));
    node.element.setAttribute("transform", `translate(${point([node.x - node.home[0], node.y - node.home[1]])})`);
    edges.filter((edge) => edge.from === node || edge.to === node).forEach(redraw);
  }

  // Whom somebody spoke with: the rest steps back, and the line below says it in words.
  const note = make("p", { className: "note" });
  note.setAttribute("role", "status");
  const hint = "Point at a name, or go to it by keyboard, to see who spoke with whom. Drag a name to move it.";
  const named = (list) => list.sort((a, b) => b[1] - a[1]).slice(0, 3).map(([node, count]) => `${node.label} (${count})`).join(", ") + (list.length > 3 ? ` and ${list.length - 3} more` : "");
  let lit = null;
  function light(node) {
    if (node === lit) return;
    lit = node;
    frame.classList.toggle("lit", Boolean(node));
    for (const one of nodes) one.element.classList.toggle("near", Boolean(node) && (one === node || node.near.has(one)));
    for (const { element, from, to } of edges) element.classList.toggle("near", Boolean(node) && (from === node || to === node));
    if (!node) return void (note.textContent = hint);
    const spoke = edges.filter((edge) => edge.from === node).map((edge) => [edge.to, edge.count]);
    const heard = edges.filter((edge) => edge.to === node).map((edge) => [edge.from, edge.count]);
    note.textContent = `${node.label}${spoke.length ? ` spoke to ${named(spoke)}` : ""}${spoke.length && heard.length ? ";" : ""}${heard.length ? ` was told by ${named(heard)}` : ""}.`;
  }

  let held = null;  // what is dragged: a node, or the picture itself
  const at = (event) => new DOMPoint(event.clientX, event.clientY).matrixTransform(svg.getScreenCTM().inverse());
  for (const node of nodes) {
    const link = node.element.querySelector("a") ?? node.element;
    node.element.addEventListener("pointerenter", () => held || light(node));
    node.element.addEventListener("pointerleave", (event) => held || event.pointerType === "touch" || light(null));
    link.addEventListener("focus", () => light(node));
    link.addEventListener("blur", () => held || light(null));
    node.element.addEventListener("dragstart", (event) => event.preventDefault());
    node.element.addEventListener("pointerdown", (event) => {
      if (event.button) return;
      held = { node, from: at(event), x: node.x, y: node.y, moved: false, first: lit !== node || event.pointerType !== "touch", touch: event.pointerType === "touch" };
      light(node);
    });
    // What was dragged is not followed; by finger the first touch shows, the second follows.
    node.element.addEventListener("click", (event) => {
      if (node.stay) event.preventDefault();
      node.stay = false;
    });
    link.addEventListener("keydown", (event) => {
      const way = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }[event.key];
      if (!way) return;
      event.preventDefault();
      if (event.shiftKey) return move(node, node.x + way[0] * 12, node.y + way[1] * 12);
      const ahead = nodes.map((other) => [other, (other.x - node.x) * way[0] + (other.y - node.y) * way[1], Math.abs((other.x - node.x) * way[1]) + Math.abs((other.y - node.y) * way[0])]).filter(([other, along, aside]) => other !== node && along > 0 && aside <= along * 2);
      ahead.sort((a, b) => a[1] + 2 * a[2] - b[1] - 2 * b[2])[0]?.[0].element.querySelector("a")?.focus();
    });
  }
  frame.addEventListener("pointerdown", (event) => {
    if (!held && event.pointerType === "mouse" && !event.button && event.target.closest("svg")) held = { pan: true, x: event.clientX + frame.scrollLeft, y: event.clientY + frame.scrollTop };
  });
  addEventListener("pointermove", (event) => {
    if (!held) return;
    if (held.pan) return frame.scrollTo({ left: held.x - event.clientX, top: held.y - event.clientY, behavior: "instant" });
    const now = at(event), [x, y] = [now.x - held.from.x, now.y - held.from.y];
    if (!held.moved && Math.hypot(x, y) < 4) return;
    held.moved = true;
    move(held.node, held.x + x, held.y + y);
  });
  addEventListener("pointerup", () => {
    if (held?.node) held.node.stay = held.moved || (held.touch && held.first);
    held = null;
  });
  addEventListener("pointercancel", () => (held = null));

  // Lines are reached by pointer, and by keyboard in the table below: else a hundred stops lie before each name.
  for (const { element } of edges) element.setAttribute("tabindex", "-1");
  const buttons = [["Closer", "+", () => setZoom(zoom * 1.3)], ["Farther", "−", () => setZoom(zoom / 1.3)], ["Whole", "Whole", () => setZoom(least())], ["As it was", "Reset", () => { nodes.forEach((node) => move(node, ...node.home)); setZoom(1); }]];
  const bar = make("div", { className: "net-bar" }, ...buttons.map(([title, sign, action]) => {
    const button = make("button", { type: "button", title }, sign);
    button.setAttribute("aria-label", title);
    button.addEventListener("click", action);
    return button;
  }), note);
  note.textContent = hint;
  frame.before(bar);
  frame.classList.add("movable");
  const [middle] = [...nodes].sort((a, b) => b.said + b.told - a.said - a.told);
  if (middle && frame.scrollWidth > frame.clientWidth) {
    const share = svg.clientWidth / width;
    frame.scrollTo({ left: middle.x * share - frame.clientWidth / 2, top: middle.y * share - frame.clientHeight / 2, behavior: "instant" });
  }
})();
