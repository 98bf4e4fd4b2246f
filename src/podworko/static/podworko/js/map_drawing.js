// Putting things on the map, for staff: the position of a place, the corners of an area. What is put is written into the
// fields of the form, which work without a map, and what is typed there is drawn. Enter puts in the middle of the map, so
// that the arrow keys are enough.

import { make, townMaps } from "./town_map.js";

const DIGITS = 5;
const CORNER = /^\s*(-?\d+[.,]\d+)\s*[,;\s]\s*(-?\d+[.,]\d+)\s*$/;

const written = ([east, north]) => `${north.toFixed(DIGITS)}, ${east.toFixed(DIGITS)}`;
const number = (text) => Number.parseFloat(text.replace(",", "."));
const spot = (at) => ({ geometry: { coordinates: at } });

/** Call `put` with each spot that is pressed, or that is in the middle when Enter is. */
const pressed = (map, put) => {
  map.on("click", ({ lngLat }) => put(lngLat.toArray()));
  map.getCanvas().addEventListener("keydown", (event) => {
    if (event.key !== "Enter") return;
    event.preventDefault();
    put(map.getCenter().toArray());
  });
};

/** Let the position of a place be put. */
const position = (box) => {
  const fields = ["longitude", "latitude"].map((name) => document.getElementById(`${box.dataset.point}${name}`));
  const read = () => {
    const at = fields.map(({ value }) => number(value));
    return at.every(Number.isFinite) && Math.abs(at[1]) <= 90 && Math.abs(at[0]) <= 180 ? at : null;
  };
  return {
    view: () => (read() ? [spot(read())] : []),
    furnish: (maplibre, map) => {
      const marker = new maplibre.Marker({ element: make("div", { className: "put" }), draggable: true });
      const show = () => (read() ? marker.setLngLat(read()).addTo(map) : marker.remove());
      const put = (at) => {
        fields.forEach((field, index) => (field.value = at[index].toFixed(DIGITS)));
        box.querySelector("[data-said]").textContent = written(at);
        show();
      };
      marker.on("dragend", () => put(marker.getLngLat().toArray()));
      fields.forEach((field) => field.addEventListener("input", show));
      pressed(map, put);
      show();
    },
  };
};

/** The corners in a text, one on each line or as GeoJSON of one ring; nothing when it is anything else. */
const cornersIn = (text) => {
  const lines = text.split("\n").filter((line) => line.trim()).map((line) => line.match(CORNER));
  if (lines.every(Boolean)) return lines.map(([, north, east]) => [number(east), number(north)]);
  try {
    const found = JSON.parse(text);
    const { coordinates } = found.features?.[0].geometry ?? found.geometry ?? found;
    return coordinates[0].slice(0, -1).map(([east, north]) => [east, north]);
  } catch {
    return [];
  }
};

/** What is drawn of corners: each, and the area or so far the line between them. */
const drawn = (corners) => {
  const feature = (type, coordinates) => ({ type: "Feature", properties: {}, geometry: { type, coordinates } });
  const area = corners.length > 2 ? feature("Polygon", [[...corners, corners[0]]]) : feature("LineString", corners);
  return { type: "FeatureCollection", features: [...(corners.length > 1 ? [area] : []), ...corners.map((at) => feature("Point", at))] };
};

/** Let the corners of an area be put, and taken back. */
const area = (box) => {
  const field = document.getElementById(box.dataset.corners);
  return {
    view: () => cornersIn(field.value).map(spot),
    furnish: (maplibre, map) => {
      const ink = getComputedStyle(field).color;
      const said = box.querySelector("[data-said]");
      const show = () => map.getSource("drawn").setData(drawn(cornersIn(field.value)));
      const write = (corners) => {
        field.value = corners.map(written).join("\n");
        said.textContent = corners.length ? `${corners.length}: ${written(corners.at(-1))}` : "0";
        show();
      };
      const undo = () => write(cornersIn(field.value).slice(0, -1));
      map.once("load", () => {
        map.addSource("drawn", { type: "geojson", data: drawn(cornersIn(field.value)) });
        map.addLayer({ id: "inside", type: "fill", source: "drawn", filter: ["==", "$type", "Polygon"], paint: { "fill-color": "#f0b93a", "fill-opacity": 0.45 } });
        map.addLayer({ id: "edge", type: "line", source: "drawn", paint: { "line-color": ink, "line-width": 3, "line-dasharray": [3, 2] } });
        map.addLayer({ id: "corners", type: "circle", source: "drawn", filter: ["==", "$type", "Point"], paint: { "circle-radius": 6, "circle-color": ink } });
        pressed(map, (at) => write([...cornersIn(field.value), at]));
        box.querySelector("[data-tool=undo]").addEventListener("click", undo);
        map.getCanvas().addEventListener("keydown", ({ key }) => key === "Backspace" && undo());
        field.addEventListener("input", show);
      });
    },
  };
};

townMaps("[data-point]", position);
townMaps("[data-corners]", area);
