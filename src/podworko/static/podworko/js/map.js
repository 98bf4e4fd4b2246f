// The public map: the places that the drawing shows, those too near to each other under one pin, in step with their list.

import { closeBy, frame, make, PADDING, townMaps } from "./town_map.js";

// Pixels: as near as two pins may come to each other, for a mouse and for a finger.
const APART = matchMedia("(pointer: fine)").matches ? 30 : 44;
const ROOM_FOR_CARD = [0, 70];
const NEAREST = 17;
const SVG = "http://www.w3.org/2000/svg";

const hasListBeside = matchMedia("(min-width: 75em)");
const isStill = matchMedia("(prefers-reduced-motion: reduce)");

/** The mark of a kind, as the drawing has it. */
const mark = (path) => {
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("viewBox", "-17 -17 34 34");
  svg.setAttribute("class", "mark");
  svg.setAttribute("aria-hidden", "true");
  svg.append(path.cloneNode());
  svg.firstChild.removeAttribute("id");
  return svg;
};

/** What the card says of a place: its kind, its name as a link, where it is, the way to its entry. */
const card = ({ place, entry }, inList) => {
  const { name, url, address, look, kind } = place.properties;
  const kindName = document.querySelector(`.legend [data-kind="${CSS.escape(kind)}"]`)?.textContent.trim();
  const card = make("div", { className: `map-card k-${look}` });
  if (kindName) card.append(make("p", { className: "kind", textContent: kindName }));
  card.append(make("a", { href: url, textContent: name }), make("p", { textContent: address }));
  if (entry) card.append(make("a", { className: "in-list", href: `#${entry.id}`, textContent: inList }));
  return card;
};

/** Places in groups, each of those that would cover one another at the present zoom. */
const grouped = (map, sites) => {
  const groups = [];
  for (const site of sites) {
    const { x, y } = map.project(site.place.geometry.coordinates);
    const near = groups.find((group) => Math.hypot(group.x - x, group.y - y) < APART);
    if (near) near.sites.push(site);
    else groups.push({ x, y, sites: [site] });
  }
  return groups.map((group) => group.sites);
};

const pinWords = (group, together) => {
  const names = group.map(({ place }) => place.properties.name);
  return names.length > 1 ? `${together} ${names.length}. ${names.slice(0, 3).join(", ")}${names.length > 3 ? "…" : ""}` : names[0];
};

class Pins {
  constructor(maplibre, map, sites, shapes, box) {
    const { together, inList } = box.dataset;
    Object.assign(this, { maplibre, map, sites, shapes, together, inList, near: closeBy(box) });
    this.markers = [];
    this.popup = new maplibre.Popup({ offset: 20, maxWidth: "18rem" });
    this.popup.on("close", () => this.opened?.setAttribute("aria-expanded", "false"));
    for (const site of sites) this.pair(site, site.entry, () => site.pin);
    this.set();
    map.on("zoomend", () => this.set());
  }

  /** Put the pins of the present zoom; the keys stay on the place where they were. */
  set() {
    const held = this.sites.filter(({ pin }) => pin && pin === document.activeElement);
    this.markers.forEach((marker) => marker.remove());
    this.sites.forEach(({ entry }) => entry?.classList.remove("is-pointed"));
    this.markers = grouped(this.map, this.sites).map((group) => this.pin(group));
    held[0]?.pin.focus({ preventScroll: true });
  }

  pin(group) {
    const [{ place }] = group;
    const { look } = place.properties;
    const isAlone = group.length === 1;
    const button = make("button", {
      type: "button",
      className: isAlone ? `pin k-${look}` : "pin is-group",
      ariaLabel: pinWords(group, this.together),
      ariaExpanded: "false",
    });
    button.append(make("span", { className: "dot" }, isAlone ? mark(this.shapes[look]) : group.length));
    button.addEventListener("click", (event) => {
      event.stopPropagation();
      this.open(group, button);
    });
    for (const site of group) {
      site.pin = button;
      this.pair(site, button, () => site.entry);
    }
    return new this.maplibre.Marker({ element: button }).setLngLat(place.geometry.coordinates).addTo(this.map);
  }

  /** Let `one` and its counterpart in the list, or on the map, be seen together. */
  pair({ place }, one, other) {
    if (!one) return;
    const point = (isOn) => () => [one, other()].forEach((each) => each?.classList.toggle("is-pointed", isOn));
    for (const kind of ["pointerenter", "focusin"]) one.addEventListener(kind, point(true));
    for (const kind of ["pointerleave", "focusout"]) one.addEventListener(kind, point(false));
  }

  /** Open the card of a place; go nearer to several, unless they lie at one spot. */
  open(group, button) {
    const [[west, south], [east, north]] = frame(group.map(({ place }) => place));
    if (this.map.getZoom() < NEAREST && (west !== east || south !== north)) {
      this.map.fitBounds([[west, south], [east, north]], { padding: PADDING * 1.5, maxZoom: NEAREST });
      return;
    }
    const cards = group.map((site) => card(site, this.inList));
    this.popup.setLngLat(group[0].place.geometry.coordinates).setDOMContent(make("div", {}, ...cards)).addTo(this.map);
    this.opened = button;
    button.setAttribute("aria-expanded", "true");
    this.popup.getElement().addEventListener("keydown", ({ key }) => {
      if (key !== "Escape") return;
      this.popup.remove();
      group[0].pin.focus({ preventScroll: true });
    });
    if (hasListBeside.matches) {
      group[0].entry?.scrollIntoView({ block: "nearest", behavior: isStill.matches ? "auto" : "smooth" });
    }
  }

  /** Show a place that was chosen in the list. */
  show(site) {
    this.map.once("moveend", () => this.open([site], site.pin));
    this.map.easeTo({ center: site.place.geometry.coordinates, zoom: Math.max(this.map.getZoom(), this.near), offset: ROOM_FOR_CARD });
  }
}

const prepare = (box, wake) => {
  const drawing = box.querySelector("svg.city");
  const ids = new Set([...drawing.querySelectorAll("a.spot")].map(({ id }) => id));
  const shapes = Object.fromEntries([...drawing.querySelectorAll("defs path")].map((path) => [path.id.slice("shape-".length), path]));
  const spotOf = ({ properties: { id } }) => `on-map-${id}`;
  const isShown = (place) => ids.has(spotOf(place));
  let pins;
  const show = async (id) => {
    if (await wake()) pins.show(pins.sites.find(({ place }) => spotOf(place) === id));
    else location.hash = id;
  };
  document.addEventListener("click", (event) => {
    const id = event.target.closest?.("a.on-map")?.hash.slice(1);
    if (!ids.has(id)) return;
    event.preventDefault();
    if (!hasListBeside.matches) box.scrollIntoView();
    show(id);
  });
  const id = location.hash.slice(1);
  if (ids.has(id)) queueMicrotask(() => show(id));
  return {
    view: (places) => places.filter(isShown),
    furnish: (maplibre, map, places) => {
      const sites = places.filter(isShown).map((place) => ({ place, entry: document.getElementById(`find-${place.properties.id}`) }));
      pins = new Pins(maplibre, map, sites, shapes, box);
    },
  };
};

townMaps("[data-map]:not([data-point], [data-corners])", prepare);
