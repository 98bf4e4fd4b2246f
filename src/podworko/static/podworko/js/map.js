// A map that lives, laid over the one that the server drew. What draws it is loaded only when a map is opened and comes
// near the screen; without WebGL, or when anything fails, the drawing stays.

const NEAR = "200px";
const ONE_PLACE = 13;
const STYLES = "maplibre-css";

const canDraw = () => Boolean(document.createElement("canvas").getContext("webgl2"));

const ink = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();

/** What lies below the places: paper, or the town's tiles, and the parts of the city. */
const paper = (box, districts) => {
  const { tiles } = box.dataset;
  const fill = { "fill-color": ink("--card"), "fill-opacity": tiles ? 0 : 1 };
  const line = { "line-color": ink("--edge"), "line-width": 1 };
  const sources = { districts: { type: "geojson", data: districts } };
  const layers = [{ id: "paper", type: "background", paint: { "background-color": ink("--sunk") } }];
  if (tiles) {
    sources.tiles = { type: "raster", tiles: [tiles], tileSize: 256, maxzoom: 19 };
    layers.push({ id: "tiles", type: "raster", source: "tiles" });
  }
  layers.push({ id: "parts", type: "fill", source: "districts", paint: fill });
  layers.push({ id: "borders", type: "line", source: "districts", paint: line });
  return { version: 8, sources, layers };
};

const repaint = (map) => {
  map.setPaintProperty("paper", "background-color", ink("--sunk"));
  map.setPaintProperty("parts", "fill-color", ink("--card"));
  map.setPaintProperty("borders", "line-color", ink("--edge"));
};

const corners = (shape) => (typeof shape[0] === "number" ? [shape] : shape.flatMap(corners));

const frame = (features) => {
  const points = features.flatMap(({ geometry }) => corners(geometry.coordinates));
  const [east, north] = [points.map((point) => point[0]), points.map((point) => point[1])];
  return [[Math.min(...east), Math.min(...north)], [Math.max(...east), Math.max(...north)]];
};

/** The card of a place: its name as a link, its address. */
const card = ({ name, url, address }) => {
  const [whole, link, where] = ["div", "a", "p"].map((tag) => document.createElement(tag));
  [link.href, link.textContent, where.textContent] = [url, name, address];
  whole.append(link, where);
  return whole;
};

/** A pin that opens the card, and shows itself and its entry in the list together. */
const pin = ({ Marker, Popup }, map, { geometry, properties }, entry, isHere) => {
  const button = document.createElement("button");
  button.type = "button";
  button.className = `pin k-${properties.look}`;
  button.classList.toggle("is-here", isHere);
  button.setAttribute("aria-label", properties.name);
  button.setAttribute("aria-expanded", "false");
  new Marker({ element: button }).setLngLat(geometry.coordinates).addTo(map);
  const popup = new Popup({ closeButton: false, offset: 18, maxWidth: "18rem" });
  popup.setLngLat(geometry.coordinates).setDOMContent(card(properties));
  popup.on("open", () => button.setAttribute("aria-expanded", "true"));
  popup.on("close", () => button.setAttribute("aria-expanded", "false"));
  button.addEventListener("click", (event) => {
    event.stopPropagation();
    map.fire("card", { popup });
    popup.addTo(map);
    popup.getElement().addEventListener("keydown", ({ key }) => {
      if (key !== "Escape") return;
      popup.remove();
      button.focus();
    });
  });
  map.on("card", (event) => event.popup !== popup && popup.remove());
  const pair = [button, entry].filter(Boolean);
  const point = (on) => () => pair.forEach((each) => each.classList.toggle("is-pointed", on));
  for (const each of pair) {
    for (const kind of ["pointerenter", "focusin"]) each.addEventListener(kind, point(true));
    for (const kind of ["pointerleave", "focusout"]) each.addEventListener(kind, point(false));
  }
};

const load = async (box) => {
  if (!document.getElementById(STYLES)) {
    document.head.append(Object.assign(document.createElement("link"), { id: STYLES, rel: "stylesheet", href: box.dataset.styles }));
  }
  const [maplibre, answer] = await Promise.all([import(box.dataset.script), fetch(box.dataset.map)]);
  if (!answer.ok) throw new Error(`${answer.status}`);
  maplibre.setWorkerUrl(new URL(box.dataset.worker, location.href).href);
  return [maplibre, await answer.json()];
};

/** @param {HTMLElement} box */
const enliven = async (box) => {
  const [maplibre, { features }] = await load(box);
  const districts = features.filter(({ properties }) => properties.is === "district");
  const entries = new Map([...document.querySelectorAll(".find")].map((each) => [each.querySelector("h3 a").pathname, each]));
  const { here } = box.dataset;
  const shown = features.filter(({ properties: { is, url } }) => is === "place" && (here || entries.has(url)));
  const own = shown.filter(({ properties }) => properties.url === here);
  const live = Object.assign(document.createElement("div"), { className: "live" });
  box.prepend(live);
  const map = new maplibre.Map({
    container: live,
    style: paper(box, { type: "FeatureCollection", features: districts }),
    bounds: frame(own.length ? own : shown.length ? shown : districts),
    fitBoundsOptions: { padding: 48, maxZoom: ONE_PLACE },
    attributionControl: false,
    cooperativeGestures: false,
    dragRotate: false,
    pitchWithRotate: false,
    touchPitch: false,
    scrollZoom: false,
    fadeDuration: 0,
    locale: { "Map.Title": box.dataset.words },
  });
  map.touchZoomRotate.disableRotation();
  map.keyboard.disableRotation();
  for (const feature of shown) {
    pin(maplibre, map, feature, entries.get(feature.properties.url), feature.properties.url === here);
  }
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => repaint(map));
  map.once("load", () => {
    box.querySelector("svg").remove();
    box.dataset.alive = "yes";
  });
};

/** @param {HTMLElement} box */
const failed = (box) => box.querySelector(".live")?.remove();

const seen = new IntersectionObserver(
  (entries) => {
    for (const { isIntersecting, target } of entries) {
      if (!isIntersecting) continue;
      seen.unobserve(target);
      enliven(target).catch(() => failed(target));
    }
  },
  { rootMargin: NEAR },
);

// In a closed <details> nothing is on the screen, so that opening it is what brings a map near.
if (canDraw()) document.querySelectorAll("[data-map]").forEach((box) => seen.observe(box));
