using FinancingPlatform.Consent.Texts;

namespace FinancingPlatform.Consent.Authorisations;

/// <summary>What an enterprise chose on the form (授权申请), before any text is written.</summary>
/// <param name="BankUscc">The bank.</param>
/// <param name="CatalogueVersion">Version of the shared-information list.</param>
/// <param name="Items">Item codes.</param>
/// <param name="Purpose">One of <see cref="Core.Catalogue.Purpose"/>, except training.</param>
/// <param name="Legs">The ticks.</param>
/// <param name="ValidFrom">First day; null for today.</param>
/// <param name="ValidTo">Last day.</param>
/// <param name="MaxUses">Number of looks; 1 makes it one-time (一次性).</param>
public sealed record AuthorisationRequest(
    string BankUscc, string CatalogueVersion, IReadOnlyList<string> Items, string Purpose, AuthorisationLegs Legs, DateOnly? ValidFrom, DateOnly ValidTo, int MaxUses);

/// <summary>What the browser needs in order to ask the passkey (签署选项).</summary>
/// <param name="Id">Number of the authorisation to be.</param>
/// <param name="Challenge">The WebAuthn challenge.</param>
/// <param name="Nonce">The nonce in it; also kept on the server, which never takes it back from a caller.</param>
/// <param name="RelyingPartyId">rpId.</param>
/// <param name="CredentialIds">The passkeys that were proven to be the enterprise's.</param>
/// <param name="Text">The text to be shown in full.</param>
/// <param name="ExpiresAt">When the offer to sign ends.</param>
public sealed record AuthorisationOptions(
    Guid Id, byte[] Challenge, byte[] Nonce, string RelyingPartyId, IReadOnlyList<byte[]> CredentialIds, AuthorisationText Text, DateTimeOffset ExpiresAt);
