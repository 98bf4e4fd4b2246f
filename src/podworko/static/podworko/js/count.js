// Counting with one hand, and with no network: each press is written down on the telephone first, then sent until the
// server has said that it is kept. It counts a press once however often it is sent, by the name that is given to it here.

const form = document.querySelector("[data-counter]");
const KEPT = "podworko-count";
const BATCH = 100;
const PAUSE = 15_000;
const place = new URL(".", new URL(form?.dataset.sync ?? "./x/", location)).pathname;

const done = (request) =>
  new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });

const opened = new Promise((resolve, reject) => {
  const request = indexedDB.open("podworko-count", 1);
  request.onupgradeneeded = () => {
    request.result.createObjectStore("strokes", { autoIncrement: true }).createIndex("place", "place");
    request.result.createObjectStore("sheets");
  };
  request.onsuccess = () => resolve(request.result);
  request.onerror = () => reject(request.error);
});

async function store(name, mode, deed) {
  const database = await opened;
  const transaction = database.transaction(name, mode, { durability: "strict" });
  const written = new Promise((resolve, reject) => {
    transaction.oncomplete = resolve;
    transaction.onerror = transaction.onabort = () => reject(transaction.error);
  });
  const result = await deed(transaction.objectStore(name));
  await written;
  return result;
}

/** What waits to be sent from this place, oldest first, each with its key. */
const waiting = () =>
  store("strokes", "readonly", async (strokes) => {
    const index = strokes.index("place");
    const [keys, values] = await Promise.all([done(index.getAllKeys(place)), done(index.getAll(place))]);
    return values.map((value, at) => ({ ...value, key: keys[at] }));
  });

class Counter {
  constructor() {
    const { dataset } = form;
    this.word = dataset.counter;
    this.lines = new Map([...form.querySelectorAll("[data-what]")].map((line) => [line.dataset.what, line]));
    this.ticks = [...form.querySelectorAll("[data-person]")];
    this.known = {
      at: Number(dataset.at),
      totals: Object.fromEntries([...this.lines].map(([what, line]) => [what, Number(line.dataset.count)])),
      here: Object.fromEntries(this.ticks.map((tick) => [tick.dataset.person, tick.ariaPressed === "true"])),
    };
    // Those that are written down, and those that are being written.
    this.strokes = [];
    this.fresh = new Set();
    this.pause = 0;
  }

  async start() {
    const kept = await store("sheets", "readonly", (sheets) => done(sheets.get(place + this.word)));
    if (kept && kept.at > this.known.at) this.known = kept;
    this.strokes = await waiting();
    this.show();
    form.addEventListener("submit", (event) => this.press(event));
    addEventListener("online", () => this.send());
    addEventListener("visibilitychange", () => document.hidden || this.send());
    await this.send();
  }

  press(event) {
    const { name, value } = event.submitter ?? {};
    if (!["press", "tick"].includes(name)) return;
    event.preventDefault();
    const at = value.lastIndexOf(":");
    const [word, number] = [value.slice(0, at), Number(value.slice(at + 1))];
    const of = name === "press" ? { what: word, delta: number } : { person: word, here: number === 1 };
    if (name === "press" && this.sums().totals[word] + number < 0) return;
    const stroke = { uuid: crypto.randomUUID(), place, sheet: this.word, at: Date.now(), ...of };
    this.fresh.add(stroke);
    this.show();
    store("strokes", "readwrite", (strokes) => done(strokes.add(stroke))).then(
      () => {
        this.strokes.push(stroke);
        this.fresh.delete(stroke);
        this.send();
      },
      () => this.tell("count-stuck"),
    );
  }

  /** How the sheet stands with what is not sent yet. */
  sums() {
    const totals = { ...this.known.totals };
    const here = { ...this.known.here };
    for (const { sheet, what, delta, person, here: isHere } of [...this.strokes, ...this.fresh]) {
      if (sheet !== this.word) continue;
      if (person === undefined) totals[what] = (totals[what] ?? 0) + delta;
      else here[person] = isHere;
    }
    for (const { dataset } of this.ticks) {
      const change = Number(Boolean(here[dataset.person])) - Number(Boolean(this.known.here[dataset.person]));
      totals[dataset.band] = Math.max(0, (totals[dataset.band] ?? 0) + change * Number(dataset.heads));
    }
    return { totals, here };
  }

  show() {
    const { totals, here } = this.sums();
    let heads = 0;
    for (const [what, line] of this.lines) {
      put(line.querySelector("output"), totals[what] ?? 0);
      if (!["family", "first"].includes(what)) heads += totals[what] ?? 0;
    }
    put(form.querySelector("[data-heads]"), heads);
    for (const tick of this.ticks) {
      const isHere = Boolean(here[tick.dataset.person]);
      tick.ariaPressed = String(isHere);
      tick.value = `${tick.dataset.person}:${isHere ? 0 : 1}`;
    }
    const together = form.querySelector("[data-here]");
    if (together) put(together, this.ticks.filter((tick) => tick.ariaPressed === "true").length);
    const said = form.querySelector("[data-said]");
    const count = this.strokes.length + this.fresh.size;
    said.hidden = false;
    said.className = `count-sent ${count ? "is-unsent" : "is-sent"}`;
    put(said, count ? `${form.dataset.unsent} ${count}` : form.dataset.allSent);
  }

  /** Send what waits, batch after batch; what was pressed on other sheets of the place too. */
  async send() {
    clearTimeout(this.timer);
    this.isAsked = true;
    if (this.isSending) return;
    this.isSending = true;
    try {
      while (this.isAsked || this.strokes.length) {
        this.isAsked = false;
        // Other windows write too.
        this.strokes = await waiting();
        await this.sendSome(this.strokes.slice(0, BATCH));
      }
      this.pause = 0;
    } catch {
      this.pause = Math.min(this.pause * 2 || PAUSE, PAUSE * 20);
      this.timer = setTimeout(() => this.send(), this.isAsked ? 0 : this.pause);
    }
    this.isSending = false;
    this.show();
  }

  async sendSome(some) {
    const batch = { now: Date.now(), sheets: [this.word], strokes: some };
    const token = document.cookie.match(/(?:^|; )csrftoken=([^;]+)/)?.[1] ?? form.csrfmiddlewaretoken.value;
    const body = new URLSearchParams({ batch: JSON.stringify(batch) });
    const answer = await fetch(form.dataset.sync, { method: "POST", body, headers: { "X-CSRFToken": token }, redirect: "error" });
    if (answer.status === 401) this.tell("count-sign-in");
    else if (answer.status < 500 && !answer.ok) this.tell("count-stuck");
    if (!answer.ok) throw new Error(String(answer.status));
    const { kept, refused, sheets } = await answer.json();
    const gone = new Set([...kept, ...refused.map(({ uuid }) => uuid)]);
    await store("strokes", "readwrite", async (strokes) => {
      for (const { key, uuid } of some) if (gone.has(uuid)) strokes.delete(key);
    });
    await store("sheets", "readwrite", async (store) => {
      for (const [word, sheet] of Object.entries(sheets)) store.put(sheet, place + word);
    });
    this.strokes = await waiting();
    this.known = sheets[this.word] ?? this.known;
    this.show();
    if (refused.length) this.tell("count-refused", [...new Set(refused.map(({ sentence }) => sentence))].join(" "));
    else document.querySelector("[data-told]").replaceChildren();
  }

  tell(name, why) {
    const said = document.getElementById(name).content.cloneNode(true);
    if (why) said.querySelector("[data-why]").textContent = why;
    document.querySelector("[data-told]").replaceChildren(said);
  }
}

const put = (element, text) => {
  if (element.textContent !== String(text)) element.textContent = text;
};

/** Keep this page, the sheets that it leads to, and what they are drawn with, for when there is no network. */
async function keep() {
  await navigator.serviceWorker.register(form.dataset.worker);
  const kept = await caches.open(KEPT);
  const files = performance.getEntriesByType("resource").map(({ name }) => name);
  const drawings = [...document.querySelectorAll("use")].map((use) => use.href.baseVal.split("#")[0]);
  const ours = files.filter((name) => name.startsWith(`${location.origin}/static/`));
  const links = [...document.querySelectorAll("a[data-keep]")].map(({ href }) => href);
  const here = location.href.split("#")[0];
  await Promise.allSettled([...new Set([here, ...links, ...ours, ...drawings])].map((address) => kept.add(address)));
}

// Without these (an old browser, no https) the buttons send the page, as they do with no script.
if (form && window.indexedDB && crypto.randomUUID) {
  new Counter().start();
  if (navigator.serviceWorker && window.caches) addEventListener("load", keep, { once: true });
}
