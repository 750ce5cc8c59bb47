using System.Text.Json;
using FinancingPlatform.Consent.Authorisations;

namespace FinancingPlatform.Tests.Consent;

/// <summary>Reads what went into the outbox.</summary>
internal static class ConsentJsonReader
{
    public static AuthorisationMessage Read(byte[] payload) => JsonSerializer.Deserialize(payload, ConsentJson.Default.AuthorisationMessage)!;
}
