// The board of the day is drawn anew while somebody uses it: what they unfolded stays so, what it said goes in time,
// and a tap that got lost is told.

const SHOWN = 10_000;
const BROKEN = 500;
let unfolded = [];
let timer;

const said = () => document.getElementById("today-said");

addEventListener("htmx:beforeSwap", (event) => {
  const { xhr } = event.detail;
  // Signed out meanwhile: the way leads to the sign-in, and back here.
  if (xhr.status < 400 && !new URL(xhr.responseURL).pathname.endsWith("/today/")) {
    event.detail.shouldSwap = false;
    location.reload();
  }
  unfolded = [...document.querySelectorAll("#today details[open]")].map((each) => each.id);
});

addEventListener("htmx:afterSwap", () => {
  for (const id of unfolded) document.getElementById(id)?.setAttribute("open", "");
  settle();
});

// What was tapped is not there any more: the page shows how it stands.
addEventListener("htmx:responseError", ({ detail }) => {
  if (detail.xhr.status >= BROKEN) tellLost();
  else location.reload();
});
addEventListener("htmx:sendError", () => tellLost());

const tellLost = () => {
  const words = document.getElementById("today-lost");
  if (words) said()?.replaceChildren(words.content.cloneNode(true));
};

// A refusal stays until the next tap; that something was done shows on the board too.
const settle = () => {
  clearTimeout(timer);
  timer = setTimeout(() => {
    for (const each of said()?.querySelectorAll(".alert.is-success") ?? []) each.remove();
  }, SHOWN);
};

settle();
