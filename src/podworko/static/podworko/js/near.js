// "Near me": the place of the device, made coarse to about a hundred metres, is written into the form's own choice and
// sent in the address. It is kept nowhere else.

const COARSE = 3;

/** @param {HTMLButtonElement} button */
const offer = (button) => {
  const choice = document.getElementById(button.dataset.near);
  const said = button.parentElement.querySelector("[data-near-said]");
  button.hidden = false;
  button.addEventListener("click", () => {
    button.setAttribute("aria-busy", "true");
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => {
        const here = `${coords.latitude.toFixed(COARSE)},${coords.longitude.toFixed(COARSE)}`;
        choice.prepend(new Option(button.dataset.name, here, true, true));
        choice.form.requestSubmit();
      },
      () => {
        button.removeAttribute("aria-busy");
        said.textContent = button.dataset.failed;
        choice.focus();
      },
      { maximumAge: 600_000, timeout: 10_000 },
    );
  });
};

if (navigator.geolocation && window.isSecureContext) document.querySelectorAll("[data-near]").forEach(offer);
