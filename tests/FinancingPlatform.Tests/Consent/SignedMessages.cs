using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using FinancingPlatform.Consent.Authorisations;
using FinancingPlatform.Consent.Signing;
using FinancingPlatform.Consent.Texts;

namespace FinancingPlatform.Tests.Consent;

/// <summary>Authorisation messages as the city sends them, signed by a software passkey.</summary>
internal static class SignedMessages
{
    public static RelyingParty Portal { get; } = new("http://localhost:5080");

    public static AuthorisationMessage Sign(SoftwarePasskey passkey, string? uscc = null, string? bank = null, bool returns = true, Guid? id = null)
    {
        var terms = new AuthorisationTerms(
            id ?? Guid.CreateVersion7(), uscc ?? InventedCodes.Next(), bank ?? InventedCodes.Next(), "2024", ["invoice-purchase", "invoice-sales"], "loan-application",
            new AuthorisationLegs(true, returns, false), new DateOnly(2026, 11, 22), new DateOnly(2027, 2, 20), 10);
        var template = new TextTemplate("2026-11/loan-application", "loan-application", "{enterprise_name} 为贷款申请授权 {bank_name}\n", "{bank_name}\n");
        var text = AuthorisationText.Write(
            template, terms, new PartyNames("测试企业", null, "测试银行"), [new("invoice-sales", "销项", "Sales", "税务局"), new("invoice-purchase", "进项", "Purchases", "税务局")]);
        var nonce = ConsentChallenge.NewNonce();
        var assertion = passkey.Sign(ConsentChallenge.Of(text.Digest, nonce), Portal);
        return new AuthorisationMessage
        {
            Id = terms.Id,
            Uscc = terms.Uscc,
            BankUscc = terms.BankUscc,
            CatalogueVersion = terms.CatalogueVersion,
            Items = terms.Items,
            Purpose = terms.Purpose,
            LegLook = true,
            LegReturn = returns,
            LegTraining = false,
            ValidFrom = terms.ValidFrom,
            ValidTo = terms.ValidTo,
            MaxUses = terms.MaxUses,
            TextVersion = text.Version,
            TextShown = text.Shown,
            TextSha256 = Base64Url.EncodeToString(text.Digest),
            Nonce = Base64Url.EncodeToString(nonce),
            CredentialId = Base64Url.EncodeToString(assertion.CredentialId),
            AuthenticatorData = Base64Url.EncodeToString(assertion.AuthenticatorData),
            ClientDataJson = Base64Url.EncodeToString(assertion.ClientDataJson),
            Signature = Base64Url.EncodeToString(assertion.Signature),
            PublicKeyCose = Base64Url.EncodeToString(passkey.PublicKeyCose),
            SignedAt = new DateTimeOffset(2026, 11, 22, 6, 0, 0, TimeSpan.Zero),
        };
    }

    public static byte[] Bytes(AuthorisationMessage message) => JsonSerializer.SerializeToUtf8Bytes(message, ConsentJson.Default.AuthorisationMessage);

    public static string Digest(string text) => Base64Url.EncodeToString(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
}
