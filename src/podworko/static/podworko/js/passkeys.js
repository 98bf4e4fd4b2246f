// A form with data-passkey lets the device make a passkey ("create") or sign with one ("get"), and sends what it says.
// The server's question stands in the page as JSON; nothing inline is run.

/** @param {string} text */
const bytesOf = (text) => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (sign) => sign.charCodeAt(0));

/** @param {ArrayBuffer | null} bytes */
const textOf = (bytes) =>
  bytes && btoa(String.fromCharCode(...new Uint8Array(bytes))).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");

const withBytes = (entries = []) => entries.map((entry) => ({ ...entry, id: bytesOf(entry.id) }));

/** What the server asks, with bytes in place of text. */
function question({ publicKey: asked }) {
  return {
    publicKey: {
      ...asked,
      challenge: bytesOf(asked.challenge),
      ...(asked.user && { user: { ...asked.user, id: bytesOf(asked.user.id) } }),
      ...(asked.excludeCredentials && { excludeCredentials: withBytes(asked.excludeCredentials) }),
      ...(asked.allowCredentials && { allowCredentials: withBytes(asked.allowCredentials) }),
    },
  };
}

/** What the device says, with text in place of bytes. */
function answer(credential) {
  const { response } = credential;
  const names = ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"];
  const told = names.filter((name) => response[name]).map((name) => [name, textOf(response[name])]);
  return {
    id: credential.id,
    rawId: textOf(credential.rawId),
    type: credential.type,
    authenticatorAttachment: credential.authenticatorAttachment,
    clientExtensionResults: credential.getClientExtensionResults(),
    response: { ...Object.fromEntries(told), ...(response.getTransports && { transports: response.getTransports() }) },
  };
}

/** @param {HTMLFormElement} form @param {string} hint */
function tell(form, hint) {
  for (const each of form.querySelectorAll("[data-passkey-hint]")) each.hidden = each.dataset.passkeyHint !== hint;
}

for (const form of document.querySelectorAll("form[data-passkey]")) {
  if (!globalThis.PublicKeyCredential) {
    tell(form, "unknown");
    continue;
  }
  const options = JSON.parse(form.dataset.options);
  form.addEventListener("submit", async (event) => {
    // Before anybody marks the form as sent: it is not, until the device has spoken.
    event.preventDefault();
    tell(form, "");
    try {
      const credential = await navigator.credentials[form.dataset.passkey](question(options));
      form.elements.namedItem("credential").value = JSON.stringify(answer(credential));
      form.submit();
    } catch {
      tell(form, "stopped");
    }
  });
}
