namespace FinancingPlatform.Consent.Signing;

/// <summary>What a passkey answers (通行密钥断言, WebAuthn §6.5): kept whole with the authorisation, so that anyone can verify it later.</summary>
/// <param name="CredentialId">Which passkey.</param>
/// <param name="AuthenticatorData">Relying party's hash, flags, counter.</param>
/// <param name="ClientDataJson">What the browser vouches for: type, challenge, origin.</param>
/// <param name="Signature">ES256 in DER over authenticator data ‖ SHA-256(client data).</param>
public sealed record PasskeyAssertion(byte[] CredentialId, byte[] AuthenticatorData, byte[] ClientDataJson, byte[] Signature);

/// <summary>Why an assertion does not hold (签名无效原因), in the order in which it is checked.</summary>
public enum AssertionFault
{
    /// <summary>It holds.</summary>
    None,

    /// <summary>A part is longer than any authenticator makes it.</summary>
    Size,

    /// <summary>The client data is no JSON object of WebAuthn §5.8.1.</summary>
    ClientData,

    /// <summary>The type is not <c>webauthn.get</c>.</summary>
    Type,

    /// <summary>It answers another challenge: another text, or another nonce.</summary>
    Challenge,

    /// <summary>It was made for another origin, or inside a foreign frame.</summary>
    Origin,

    /// <summary>The authenticator data is too short.</summary>
    AuthenticatorData,

    /// <summary>It was made for another relying party id.</summary>
    RelyingParty,

    /// <summary>Nobody was present (flag UP).</summary>
    UserPresence,

    /// <summary>The person was not verified by PIN or biometrics (flag UV).</summary>
    UserVerification,

    /// <summary>The public key is no COSE EC2 key on P-256 for ES256.</summary>
    PublicKey,

    /// <summary>The signature is not by that key over these bytes.</summary>
    Signature,
}
