// A map that lives, laid over the one that the server drew. What draws it is heavy, so that it is loaded only when somebody
// turns to the map, by pointer or by keyboard; without WebGL, or when anything fails, the drawing stays.

const NAMED = 11; // from this zoom on there is room for the names of the parts
const NEAREST = 18;
const COUNTRY = { geometry: { coordinates: [[14, 49], [24, 55]] } };
const STYLES = "maplibre-css";
export const PADDING = 40;

const canDraw = () => Boolean(document.createElement("canvas").getContext("webgl2"));
const isDark = matchMedia("(prefers-color-scheme: dark)");
const ink = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();

/** How near one goes to look at one place: without streets, far enough to see the part of the city. */
export const closeBy = ({ dataset }) => (dataset.tiles ? 15 : 12.5);

/** Build an element: its properties, then what it holds. */
export const make = (tag, properties = {}, ...children) => {
  const element = Object.assign(document.createElement(tag), properties);
  element.append(...children);
  return element;
};

/** What lies below the places: paper, or the town's tiles, and the parts of the city. */
const paper = (tiles, districts) => {
  const sources = { districts: { type: "geojson", data: { type: "FeatureCollection", features: districts } } };
  const layers = [{ id: "paper", type: "background" }];
  if (tiles) {
    sources.tiles = { type: "raster", tiles: [tiles], tileSize: 256, maxzoom: 19 };
    layers.push({ id: "tiles", type: "raster", source: "tiles" });
  }
  layers.push({ id: "parts", type: "fill", source: "districts", paint: { "fill-opacity": tiles ? 0 : 1 } });
  layers.push({ id: "borders", type: "line", source: "districts", paint: { "line-width": 1 } });
  return { version: 8, sources, layers };
};

const paint = (map) => {
  map.setPaintProperty("paper", "background-color", ink("--sunk"));
  map.setPaintProperty("parts", "fill-color", ink("--card"));
  map.setPaintProperty("borders", "line-color", ink("--edge"));
  if (map.getLayer("tiles")) map.setPaintProperty("tiles", "raster-brightness-max", isDark.matches ? 0.6 : 1);
};

const corners = (shape) => (typeof shape[0] === "number" ? [shape] : shape.flatMap(corners));

/** The frame around features: its south-western and its north-eastern corner. */
export const frame = (features) => {
  const points = features.flatMap(({ geometry }) => corners(geometry.coordinates));
  const [east, north] = [points.map((point) => point[0]), points.map((point) => point[1])];
  return [[Math.min(...east), Math.min(...north)], [Math.max(...east), Math.max(...north)]];
};

/** The names of the parts of the city, where no tiles tell them. */
const label = ({ Marker }, map, districts) => {
  for (const { properties } of districts) {
    const name = make("span", { className: "part-name", textContent: properties.name, ariaHidden: "true" });
    new Marker({ element: name }).setLngLat(properties.at).addTo(map);
  }
  const look = () => map.getContainer().classList.toggle("has-names", map.getZoom() >= NAMED);
  map.on("zoom", look);
  look();
};

const load = async ({ dataset }) => {
  if (!document.getElementById(STYLES)) {
    document.head.append(make("link", { id: STYLES, rel: "stylesheet", href: dataset.styles }));
  }
  const [maplibre, answer] = await Promise.all([import(dataset.script), fetch(dataset.map)]);
  if (!answer.ok) throw new Error(`${answer.status}`);
  maplibre.setWorkerUrl(new URL(dataset.worker, location.href).href);
  return [maplibre, (await answer.json()).features];
};

/**
 * Lay a map over the drawing in `box`: `view` chooses the places that it frames, `furnish` puts things on it. Return what its
 * tools do.
 * @param {HTMLElement} box
 */
const enliven = async (box, { view, furnish }) => {
  const [maplibre, features] = await load(box);
  const { tiles, words, close, ctrl, cmd, fingers } = box.dataset;
  const districts = features.filter(({ properties }) => properties.is === "district");
  const places = features.filter(({ properties }) => properties.is === "place");
  const seen = view(places);
  const bounds = frame([seen, features, [COUNTRY]].find((each) => each.length));
  const options = { padding: PADDING, maxZoom: closeBy(box) };
  const live = make("div", { className: "live" });
  box.querySelector(".map-tools").after(live);
  const map = new maplibre.Map({
    container: live,
    style: paper(tiles, districts),
    bounds,
    fitBoundsOptions: options,
    maxZoom: NEAREST,
    attributionControl: false,
    cooperativeGestures: true,
    dragRotate: false,
    pitchWithRotate: false,
    touchPitch: false,
    fadeDuration: 0,
    locale: {
      "Map.Title": words,
      "Popup.Close": close,
      "CooperativeGesturesHandler.WindowsHelpText": ctrl,
      "CooperativeGesturesHandler.MacHelpText": cmd,
      "CooperativeGesturesHandler.MobileHelpText": fingers,
    },
  });
  map.touchZoomRotate.disableRotation();
  map.keyboard.disableRotation();
  if (!tiles) label(maplibre, map, districts);
  furnish(maplibre, map, places);
  isDark.addEventListener("change", () => paint(map));
  map.once("style.load", () => paint(map));
  await map.once("load");
  box.querySelector("svg.city")?.remove();
  box.dataset.alive = "yes";
  return { in: () => map.zoomIn(), out: () => map.zoomOut(), whole: () => map.fitBounds(bounds, options) };
};

/**
 * Let each map that `selector` finds come alive when somebody turns to it. What `prepare` is given besides the box wakes the
 * map at once, and resolves to nothing when there can be none.
 * @param {(box: HTMLElement, wake: () => Promise) => { view: Function, furnish: Function }} prepare
 */
export const townMaps = (selector, prepare) => {
  if (!canDraw()) return;
  for (const box of document.querySelectorAll(selector)) {
    const tools = box.querySelector(".map-tools");
    const failed = () => {
      box.querySelector(".live")?.remove();
      tools.hidden = true;
    };
    let alive;
    const wake = () => (alive ??= enliven(box, parts).catch(failed));
    const parts = prepare(box, wake);
    for (const kind of ["pointerenter", "focusin"]) box.addEventListener(kind, wake, { once: true });
    tools.addEventListener("click", async ({ target }) => {
      const { tool } = target.closest("[data-tool]")?.dataset ?? {};
      if (tool) (await wake())?.[tool]?.();
    });
    tools.hidden = false;
  }
};
