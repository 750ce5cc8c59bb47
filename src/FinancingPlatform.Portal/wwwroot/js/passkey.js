// Passkeys in the browser: asks the page for options, the authenticator for an answer, and posts it back (WebAuthn Level 3, section 5.1.8).
// Written out because older browsers lack PublicKeyCredential.parse…OptionsFromJSON and toJSON.
'use strict';

(() => {
  const toBytes = (text) => Uint8Array.from(atob(text.replace(/-/g, '+').replace(/_/g, '/')), (c) => c.charCodeAt(0));
  const toText = (buffer) =>
    btoa(String.fromCharCode(...new Uint8Array(buffer))).replace(/\+/g, '-').replace(/\//g, '_').replace(/=+$/, '');
  const withIds = (list) => (list ?? []).map((item) => ({ ...item, id: toBytes(item.id) }));

  const creation = (json) => ({
    ...json,
    challenge: toBytes(json.challenge),
    user: { ...json.user, id: toBytes(json.user.id) },
    excludeCredentials: withIds(json.excludeCredentials),
  });
  const request = (json) => ({ ...json, challenge: toBytes(json.challenge), allowCredentials: withIds(json.allowCredentials) });

  const shared = (credential) => ({
    id: credential.id,
    rawId: toText(credential.rawId),
    type: credential.type,
    authenticatorAttachment: credential.authenticatorAttachment ?? undefined,
    clientExtensionResults: credential.getClientExtensionResults(),
  });
  const attestation = (credential) => ({
    ...shared(credential),
    response: {
      clientDataJSON: toText(credential.response.clientDataJSON),
      attestationObject: toText(credential.response.attestationObject),
      transports: credential.response.getTransports?.() ?? [],
    },
  });
  const assertion = (credential) => ({
    ...shared(credential),
    response: {
      clientDataJSON: toText(credential.response.clientDataJSON),
      authenticatorData: toText(credential.response.authenticatorData),
      signature: toText(credential.response.signature),
      userHandle: credential.response.userHandle ? toText(credential.response.userHandle) : undefined,
    },
  });

  const post = async (form, url, body) => {
    const response = await fetch(url, {
      method: 'POST',
      headers: {
        'Content-Type': 'application/json',
        'X-Antiforgery': form.querySelector('input[name=__RequestVerificationToken]').value,
      },
      body: JSON.stringify(body ?? {}),
    });
    const answer = await response.json();
    if (!response.ok) {
      throw new Error(answer.detail ?? answer.title ?? String(response.status));
    }
    return answer;
  };

  const run = async (form) => {
    const { ceremony, options } = await post(form, form.dataset.options);
    const credential =
      form.dataset.passkey === 'add'
        ? attestation(await navigator.credentials.create({ publicKey: creation(options) }))
        : assertion(await navigator.credentials.get({ publicKey: request(options) }));
    const name = form.elements.namedItem('name')?.value;
    const { redirect } = await post(form, form.dataset.answer, { ceremony, credential, name });
    window.location.assign(redirect);
  };

  const say = (form, text) => {
    const message = form.querySelector('[data-passkey-message]');
    message.textContent = text;
    message.hidden = text === '';
  };

  for (const form of document.querySelectorAll('form[data-passkey]')) {
    form.addEventListener('submit', (event) => {
      event.preventDefault();
      const button = form.querySelector('button[type=submit]');
      say(form, '');
      if (!window.PublicKeyCredential) {
        say(form, '此浏览器不支持通行密钥，请改用短信验证码。 This browser has no passkeys; use a code by message.');
        return;
      }
      button.disabled = true;
      run(form)
        .catch((error) =>
          say(
            form,
            error.name === 'NotAllowedError'
              ? '操作已取消或超时，请重试。 Cancelled or timed out; try again.'
              : error.name === 'InvalidStateError'
                ? '此设备上已有该账户的通行密钥。 This device holds a passkey of this account already.'
                : error.message,
          ),
        )
        .finally(() => {
          button.disabled = false;
        });
    });
  }
})();
