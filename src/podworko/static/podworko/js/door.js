// The display by a door. It knows a week ahead and counts by itself what of it is now, so that it stays right when the
// network is lost; about once a minute it asks for news. Written for the browsers of old tablets (ES2017).

const MINUTE = 60000;
const PATIENCE = 20000;
const NEXT = 3;

const page = document.body;
const words = JSON.parse(page.dataset.words);
let known = JSON.parse(page.dataset.known);
// What the clock of the server is ahead of the tablet's, which nobody sets.
let ahead = 0;
let heardAt = Date.now();
let isLost = false;
let failures = 0;
let timer = 0;

const now = () => Date.now() + ahead;
const part = (name) => document.querySelector(`[data-${name}]`);
const put = (name, text) => {
  const element = part(name);
  if (element.textContent !== text) element.textContent = text;
};
const filled = (sentence, time) => sentence.replace("%(time)s", time);
const clockOf = (at) =>
  new Date(at).toLocaleTimeString("pl-PL", { hour: "2-digit", minute: "2-digit", timeZone: known.zone });
const dayAt = (at) => known.days.find((day) => day.from <= at && at < day.until);

/** A time on the wall, with the day when it is not today; the midnight that ends today is 24:00. */
function momentOf(at, today) {
  if (at === today.until) return "24:00";
  const day = dayAt(at);
  return !day || day.on === today.on ? clockOf(at) : `${day.name}, ${clockOf(at)}`;
}

/** How the room stands: the same rule as podworko/bookings/queries/doors.py. */
function standingAt(at) {
  const use = known.uses.find((each) => each.from <= at && at < each.until);
  if (use) return { state: use.tone === "closed" ? "closed" : "used", until: use.until, use };
  const open = known.open.find(([from, until]) => from <= at && at < until);
  if (open) {
    const later = known.uses.find((each) => each.from > at);
    return { state: "free", until: Math.min(open[1], later ? later.from : open[1]) };
  }
  const opens = known.open.find(([from]) => from > at);
  return { state: "closed", opens: opens && opens[0] };
}

function lineOf(use, today) {
  const line = document.createElement("li");
  const add = (tag, text, name) => {
    const element = document.createElement(tag);
    element.textContent = text;
    if (name) element.className = name;
    line.append(element);
  };
  add("span", use.time, "time");
  if (use.day !== today.on) add("span", known.days.find((day) => day.on === use.day).name, "day");
  add("strong", use.title);
  return line;
}

function showNext(at, today) {
  const coming = known.uses.filter((use) => use.from > at).slice(0, NEXT);
  const list = part("next");
  const print = JSON.stringify([coming, today.on]);
  if (list.dataset.print === print) return;
  list.dataset.print = print;
  const lines = coming.map((use) => lineOf(use, today));
  if (!lines.length) {
    const line = document.createElement("li");
    line.className = "nothing";
    line.textContent = words.nothing;
    lines.push(line);
  }
  while (list.firstChild) list.firstChild.remove();
  list.append(...lines);
}

function show() {
  const at = now();
  const today = dayAt(at);
  put("clock", clockOf(at));
  put("lost", isLost ? filled(words.lost, clockOf(heardAt + ahead)) : "");
  if (!today) {
    part("state").dataset.state = "unknown";
    put("word", words.unknown);
    for (const name of ["until", "what", "today", "next"]) put(name, "");
    part("open").hidden = true;
    return;
  }
  const { state, until, opens, use } = standingAt(at);
  part("state").dataset.state = state;
  put("word", words[state]);
  put("until", until ? filled(words.until, momentOf(until, today)) : opens ? filled(words.opens, momentOf(opens, today)) : "");
  put("what", use && use.tone !== "private" ? use.title : "");
  part("open").hidden = !(use && use.tone === "open");
  put("today", today.name.charAt(0).toUpperCase() + today.name.slice(1));
  showNext(at, today);
  const hour = Number(clockOf(at).slice(0, 2));
  document.documentElement.dataset.bsTheme = known.light[0] <= hour && hour < known.light[1] ? "light" : "dark";
}

const scriptOf = (root) => root.querySelector("script[type=module]").getAttribute("src");

/** Ask for the page anew and take from it what it knows. */
async function ask() {
  // Not every old browser can call a question off; then it is only no longer waited for.
  const tooLong = new Promise((_resolve, reject) => setTimeout(reject, PATIENCE, new Error("no answer")));
  const answer = await Promise.race([fetch(location.href, { cache: "no-cache", credentials: "omit" }), tooLong]);
  if (!answer.ok) throw new Error(String(answer.status));
  const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
  if (!fresh.body.dataset.known) throw new Error("another page");
  if (scriptOf(fresh) !== scriptOf(document)) {
    location.reload(); // Podwórko has been renewed
    return;
  }
  const date = Date.parse(answer.headers.get("Date"));
  // The header tells whole seconds, and has been on its way.
  if (date && Math.abs(date - now()) > 2000) ahead = date - Date.now();
  heardAt = Date.now();
  known = JSON.parse(fresh.body.dataset.known);
}

async function look() {
  clearTimeout(timer);
  try {
    await ask();
    failures = 0;
    isLost = false;
  } catch (_error) {
    failures += 1;
    isLost = true;
  }
  show();
  // Each display of a house at a moment of its own, and the rarer the longer nobody answers: a server that has just
  // been started is not asked by all at once.
  const pause = MINUTE * Math.min(1 + failures / 2, 5);
  timer = setTimeout(look, pause * (0.75 + Math.random() / 2));
}

function soon() {
  clearTimeout(timer);
  timer = setTimeout(look, 1000 + Math.random() * 9000);
}

show();
setInterval(show, 1000);
addEventListener("online", soon);
document.addEventListener("visibilitychange", () => {
  if (!document.hidden) soon();
});
soon();
