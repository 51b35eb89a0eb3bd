/* Passkeys: asks the browser, puts what it gives into the form and sends that.
   <form data-passkey="get" | "create" [data-passkey-options="id of a JSON script"]>, with a hidden input "credential".
   Without data-passkey-options the form's own address gives the options. Forms and [data-passkey-missing] are shown
   according to what the browser can do; [data-passkey-trouble] when it gave nothing. */

const isAddress = /^[\d.]+$|:/.test(location.hostname); // passkeys belong to names
const isAble = Boolean(window.PublicKeyCredential) && window.isSecureContext && !isAddress;

async function optionsOf(form) {
  const id = form.dataset.passkeyOptions;
  if (id) return JSON.parse(document.getElementById(id).textContent);
  const response = await fetch(form.action, { headers: { Accept: "application/json" } });
  if (!response.ok) throw new Error(`${response.status}`);
  return response.json();
}

function forSignIn(options, wanted) {
  const selection = options.publicKey.authenticatorSelection;
  selection.residentKey = wanted ? "required" : "discouraged";
  selection.requireResidentKey = wanted;
  if (wanted) selection.userVerification = "required";
  return options;
}

async function credential(form) {
  const options = await optionsOf(form);
  if (form.dataset.passkey === "get") return window.webauthnJSON.get(options.request_options);
  const wanted = form.elements.passwordless.checked;
  return window.webauthnJSON.create(forSignIn(options.creation_options, wanted));
}

async function send(event) {
  event.preventDefault();
  const form = event.currentTarget;
  const trouble = document.querySelector("[data-passkey-trouble]");
  trouble.hidden = true;
  try {
    form.elements.credential.value = JSON.stringify(await credential(form));
    form.submit();
  } catch {
    trouble.hidden = false;
  }
}

for (const element of document.querySelectorAll("[data-passkey-missing]")) element.hidden = isAble;
for (const form of document.querySelectorAll("form[data-passkey]")) {
  form.hidden = !isAble;
  form.addEventListener("submit", send);
}
