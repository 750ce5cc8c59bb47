// Asks the passkey to sign the text on this page and hands its answer in. The private key never leaves the device.
(() => {
  const form = document.getElementById("sign");
  const message = document.getElementById("sign-message");
  const button = form.querySelector("button");
  const chinese = document.documentElement.lang.startsWith("zh");

  const bytes = (text) => {
    const plain = atob(text.replaceAll("-", "+").replaceAll("_", "/"));
    return Uint8Array.from(plain, (letter) => letter.charCodeAt(0));
  };
  const text = (buffer) =>
    btoa(String.fromCharCode(...new Uint8Array(buffer))).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");

  const say = (words, bad) => {
    message.textContent = words;
    message.className = bad ? "field-error" : "";
  };

  const assertion = () =>
    navigator.credentials.get({
      publicKey: {
        challenge: bytes(form.dataset.challenge),
        rpId: form.dataset.rpId,
        allowCredentials: form.dataset.credentials.split(" ").map((id) => ({ type: "public-key", id: bytes(id) })),
        userVerification: "required",
      },
    });

  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    if (!window.PublicKeyCredential) {
      say(form.dataset.unsupported, true);
      return;
    }

    button.disabled = true;
    say(form.dataset.waiting, false);
    let signed;
    try {
      signed = await assertion();
    } catch {
      // The browser tells no reason apart from cancelled, timed out, and no such key.
      say(form.dataset.failed, true);
      button.disabled = false;
      return;
    }

    const answer = await fetch(form.action, {
      method: "POST",
      headers: {
        "Content-Type": "application/json",
        Accept: "application/json",
        "X-Antiforgery": form.elements.__RequestVerificationToken.value,
      },
      body: JSON.stringify({
        id: form.dataset.id,
        client_id: form.dataset.clientId,
        request_uri: form.dataset.requestUri,
        credential_id: text(signed.rawId),
        authenticator_data: text(signed.response.authenticatorData),
        client_data_json: text(signed.response.clientDataJSON),
        signature: text(signed.response.signature),
      }),
    });
    if (answer.ok) {
      const next = answer.headers.get("Location");
      // A bank's address comes whole, with its code; a page of this host is told that it was just signed.
      location.assign(form.dataset.requestUri ? next : `${next}?signed=true`);
      return;
    }

    const problem = await answer.json();
    say(chinese ? problem.title_zh : problem.title, true);
    button.disabled = false;
  });
})();
