// Passkeys: the browser's own ceremony, its answer put into the form, and the form sent. Nothing else.
const bytes = (text) => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (c) => c.charCodeAt(0));
const text = (buffer) => btoa(String.fromCharCode(...new Uint8Array(buffer)))
  .replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
const named = (list) => (list || []).map((one) => ({ ...one, id: bytes(one.id) }));

const ask = {
  async make(options) {
    const user = { ...options.user, id: bytes(options.user.id) };
    const excludeCredentials = named(options.excludeCredentials);
    const publicKey = { ...options, user, excludeCredentials, challenge: bytes(options.challenge) };
    const made = await navigator.credentials.create({ publicKey });
    return { made, response: { attestationObject: text(made.response.attestationObject) } };
  },
  async show(options) {
    const allowCredentials = named(options.allowCredentials);
    const publicKey = { ...options, allowCredentials, challenge: bytes(options.challenge) };
    const made = await navigator.credentials.get({ publicKey });
    const response = {
      authenticatorData: text(made.response.authenticatorData),
      signature: text(made.response.signature),
    };
    if (made.response.userHandle) response.userHandle = text(made.response.userHandle);
    return { made, response };
  },
};

for (const form of document.querySelectorAll("form[data-passkey]")) {
  form.dataset.ready = "yes";
  form.addEventListener("submit", async (event) => {
    if (form.elements.passkey.value) return;
    event.preventDefault();
    const said = form.querySelector("[role=status]");
    try {
      const { made, response } = await ask[form.dataset.passkey](JSON.parse(form.dataset.options).publicKey);
      response.clientDataJSON = text(made.response.clientDataJSON);
      form.elements.passkey.value = JSON.stringify({
        id: made.id, rawId: text(made.rawId), type: made.type, response, clientExtensionResults: {},
      });
      form.requestSubmit();
    } catch (fault) {
      said.textContent = fault.name === "InvalidStateError"
        ? "This device has a passkey for you already."
        : "No passkey was used. Try again, or use another way.";
    }
  });
}
