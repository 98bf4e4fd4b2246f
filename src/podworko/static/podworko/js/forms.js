// A form is sent once: its buttons rest from the first press on, and wake when the browser comes back to the page.

/** @param {HTMLFormElement} form */
const buttonsOf = (form) => [...form.elements].filter((element) => element.type === "submit");

addEventListener("submit", (event) => {
  const form = event.target;
  if (event.defaultPrevented || form.method !== "post") return;
  if (form.dataset.sent) {
    event.preventDefault();
    return;
  }
  form.dataset.sent = "yes";
  // The pressed button's own name and value must still travel, so it is marked, not disabled.
  for (const button of buttonsOf(form)) button.setAttribute("aria-busy", "true");
});

addEventListener("pageshow", () => {
  for (const form of document.forms) {
    delete form.dataset.sent;
    for (const button of buttonsOf(form)) button.removeAttribute("aria-busy");
  }
});
