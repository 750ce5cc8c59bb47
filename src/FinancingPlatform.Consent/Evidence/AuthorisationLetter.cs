using System.Text.Encodings.Web;
using System.Text.Json;
using FinancingPlatform.Consent.Authorisations;
using FinancingPlatform.Consent.Intake;
using FinancingPlatform.Consent.Signing;
using Npgsql;

namespace FinancingPlatform.Consent.Evidence;

/// <summary>
/// The authorisation letter (授权书, rule A7) with all that proves it: text, passkey signature, key, and the verifier's signed statements about that key.
/// Anybody who holds the verifier's public key and knows the portal's address checks it without the platform.
/// </summary>
/// <param name="Authorisation">The authorisation as it goes up to the nodes.</param>
/// <param name="VerifierStatements">The verifiers' signed statements (JWS) about the enterprise's key.</param>
public sealed record AuthorisationLetter(AuthorisationMessage Authorisation, IReadOnlyList<string> VerifierStatements)
{
    /// <summary>Longest letter that is read: a text of 64 items and its statements stay below.</summary>
    public const int MaxLength = 1024 * 1024;

    /// <summary>The signed-in enterprise's letter, inside its session's transaction; null when it is not its own.</summary>
    public static Task<AuthorisationLetter?> OwnAsync(NpgsqlConnection connection, NpgsqlTransaction transaction, Guid id, CancellationToken cancellationToken) =>
        EvidenceReader.LetterAsync(connection, transaction, "select * from consent.own_letter($1)", id, cancellationToken);

    /// <summary>A letter that the signed-in bank holds, as role bank_desk; null when it is another bank's.</summary>
    public static Task<AuthorisationLetter?> OfDeskAsync(NpgsqlConnection connection, NpgsqlTransaction transaction, Guid id, CancellationToken cancellationToken) =>
        EvidenceReader.LetterAsync(connection, transaction, "select * from consent.desk_letter($1)", id, cancellationToken);

    /// <summary>The letter as a file.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, s_readable.AuthorisationLetter);

    /// <summary>Reads such a file; null when it is none.</summary>
    public static AuthorisationLetter? FromJson(ReadOnlySpan<byte> utf8) => ConsentJson.Read(utf8, ConsentJson.Default.AuthorisationLetter);

    /// <summary>Checks text, terms and signature; whether a verifier vouched for the key is the caller's to say.</summary>
    /// <returns>Null when it holds, otherwise a fault of <see cref="AuthorisationVerification"/> or <see cref="ConsentEvidence.UnknownCredential"/>.</returns>
    public async ValueTask<string?> FirstFaultAsync(RelyingParty portal, Func<AuthorisationEvidence, ValueTask<bool>> vouched)
    {
        ArgumentNullException.ThrowIfNull(vouched);
        if (AuthorisationMessage.Bytes(Authorisation.PublicKeyCose) is not { } key)
        {
            return AuthorisationVerification.Malformed;
        }

        return await vouched(new AuthorisationEvidence(Authorisation, key, Authorisation.Uscc, VerifierStatements))
            ? AuthorisationVerification.FirstFault(Authorisation, key, portal)
            : ConsentEvidence.UnknownCredential;
    }

    // For people too: Chinese as letters. It is a file of its own, never part of a page.
    private static readonly ConsentJson s_readable = new(new JsonSerializerOptions(ConsentJson.Default.Options) { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
}
