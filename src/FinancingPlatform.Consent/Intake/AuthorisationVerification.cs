using System.Security.Cryptography;
using System.Text;
using FinancingPlatform.Consent.Authorisations;
using FinancingPlatform.Consent.Signing;
using FinancingPlatform.Consent.Texts;

namespace FinancingPlatform.Consent.Intake;

/// <summary>
/// Whether an authorisation was really given by the enterprise (授权核验): the same check at the province, at the nation and offline. It trusts neither
/// the city's database nor its owner: only the key proven by the real-name message, and the text that was signed.
/// </summary>
public static class AuthorisationVerification
{
    /// <summary>The text is not the one that its digest names.</summary>
    public const string TextAltered = "text-altered";

    /// <summary>The fields say something else than the signed text.</summary>
    public const string TermsDiffer = "terms-differ";

    /// <summary>A part cannot be read.</summary>
    public const string Malformed = "malformed";

    /// <summary>The signature is not the enterprise's over this text.</summary>
    public const string BadSignature = "bad-signature";

    /// <summary>Checks a message.</summary>
    /// <param name="message">What came.</param>
    /// <param name="provenKeyCose">The public key that a verifier proved to be the enterprise's.</param>
    /// <param name="relyingParty">The portal whose passkeys count.</param>
    /// <returns>Null when it holds, otherwise the code of the first fault.</returns>
    public static string? FirstFault(AuthorisationMessage message, ReadOnlyMemory<byte> provenKeyCose, RelyingParty relyingParty)
    {
        ArgumentNullException.ThrowIfNull(message);
        if (AuthorisationMessage.Bytes(message.TextSha256) is not { } statedDigest
            || AuthorisationMessage.Bytes(message.Nonce) is not { Length: ConsentChallenge.NonceLength } nonce
            || message.Assertion() is not { } assertion)
        {
            return Malformed;
        }

        var digest = SHA256.HashData(Encoding.UTF8.GetBytes(message.TextShown));
        if (!CryptographicOperations.FixedTimeEquals(digest, statedDigest))
        {
            return TextAltered;
        }

        if (!TermsOfRecord.Closes(message.TextShown, message.Terms()))
        {
            return TermsDiffer;
        }

        var fault = PasskeyAssertionVerifier.Verify(assertion, provenKeyCose, ConsentChallenge.Of(digest, nonce), relyingParty);
        return fault == AssertionFault.None ? null : BadSignature;
    }
}
