using System.Buffers.Text;
using FinancingPlatform.Consent.Intake;

namespace FinancingPlatform.Tests.Consent;

/// <summary>A perfect row that the enterprise did not sign is refused, whoever owns the city's database.</summary>
[Trait("rule", "A4")]
public sealed class AuthorisationVerificationTests : IDisposable
{
    private readonly SoftwarePasskey _enterprise = new();
    private readonly SoftwarePasskey _forger = new();

    public void Dispose()
    {
        _enterprise.Dispose();
        _forger.Dispose();
    }

    [Fact]
    public void What_the_enterprise_signed_holds() => Fault(SignedMessages.Sign(_enterprise)).ShouldBeNull();

    [Fact]
    public void A_signature_by_another_key_is_refused_even_when_it_brings_that_key_along() =>
        Fault(SignedMessages.Sign(_forger) with { CredentialId = Base64Url.EncodeToString(_enterprise.CredentialId) }).ShouldBe("bad-signature");

    [Fact]
    public void A_signature_over_another_text_is_refused()
    {
        var signed = SignedMessages.Sign(_enterprise);
        var other = SignedMessages.Sign(_forger);

        Fault(other with { Signature = signed.Signature, AuthenticatorData = signed.AuthenticatorData, ClientDataJson = signed.ClientDataJson, Nonce = signed.Nonce })
            .ShouldBe("bad-signature");
    }

    [Fact]
    public void An_altered_text_is_refused_with_its_old_digest_and_with_a_new_one()
    {
        var signed = SignedMessages.Sign(_enterprise);
        var altered = signed with { TextShown = signed.TextShown.Replace("贷款申请", "任何目的", StringComparison.Ordinal) };
        altered.TextShown.ShouldNotBe(signed.TextShown);

        Fault(altered).ShouldBe("text-altered");
        Fault(altered with { TextSha256 = SignedMessages.Digest(altered.TextShown) }).ShouldBe("bad-signature");
    }

    [Fact]
    public void Fields_that_say_more_than_the_text_are_refused()
    {
        var signed = SignedMessages.Sign(_enterprise);

        Fault(signed with { ValidTo = signed.ValidTo.AddDays(30) }).ShouldBe("terms-differ");
        Fault(signed with { MaxUses = 400 }).ShouldBe("terms-differ");
        Fault(signed with { LegReturn = !signed.LegReturn }).ShouldBe("terms-differ");
        Fault(signed with { Items = [.. signed.Items, "tax-payment"] }).ShouldBe("terms-differ");
        Fault(signed with { BankUscc = InventedCodes.Next() }).ShouldBe("terms-differ");
    }

    [Theory]
    [InlineData("")]
    [InlineData("!!!")]
    public void Parts_that_cannot_be_read_are_refused(string part)
    {
        var signed = SignedMessages.Sign(_enterprise);

        Fault(signed with { Nonce = part }).ShouldBe("malformed");
        Fault(signed with { Signature = "=" + part }).ShouldBe("malformed");
    }

    private string? Fault(FinancingPlatform.Consent.Authorisations.AuthorisationMessage message) =>
        AuthorisationVerification.FirstFault(message, _enterprise.PublicKeyCose, SignedMessages.Portal);
}
