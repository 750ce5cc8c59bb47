using System.Text.Json;

namespace FinancingPlatform.Portal.Pages.Account;

/// <summary>What the browser posts at the end of a passkey ceremony (通行密钥应答).</summary>
/// <param name="Ceremony">Id of the ceremony.</param>
/// <param name="Credential">WebAuthn's JSON of the credential.</param>
/// <param name="Name">Name for a new passkey.</param>
public sealed record PasskeyAnswer(Guid Ceremony, JsonElement Credential, string? Name);
