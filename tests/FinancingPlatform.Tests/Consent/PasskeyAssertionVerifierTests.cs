using System.Security.Cryptography;
using System.Text;
using FinancingPlatform.Consent.Signing;
using FsCheck;
using FsCheck.Fluent;

namespace FinancingPlatform.Tests.Consent;

[Trait("rule", "A4")]
public sealed class PasskeyAssertionVerifierTests : IDisposable
{
    private static readonly RelyingParty s_portal = new("http://localhost:5080");
    private readonly SoftwarePasskey _passkey = new();
    private readonly byte[] _challenge = RandomNumberGenerator.GetBytes(32);

    public void Dispose() => _passkey.Dispose();

    [Fact]
    public void What_the_passkey_signed_holds() =>
        Verify(_passkey.Sign(_challenge, s_portal)).ShouldBe(AssertionFault.None);

    [Theory]
    [InlineData("webauthn.create", "http://localhost:5080", ",\"crossOrigin\":false", AssertionFault.Type)]
    [InlineData("webauthn.get", "http://localhost:5081", null, AssertionFault.Origin)]
    [InlineData("webauthn.get", "https://localhost:5080", null, AssertionFault.Origin)]
    [InlineData("webauthn.get", "http://localhost:5080.evil.example", null, AssertionFault.Origin)]
    [InlineData("webauthn.get", "http://localhost:5080", ",\"crossOrigin\":true", AssertionFault.Origin)]
    [InlineData("webauthn.get", "http://localhost:5080", ",\"crossOrigin\":\"no\"", AssertionFault.Origin)]
    [InlineData("webauthn.get", "http://localhost:5080", ",\"type\":\"webauthn.get\"", AssertionFault.ClientData)]
    [InlineData("webauthn.get", "http://localhost:5080", "} {", AssertionFault.ClientData)]
    [InlineData("webauthn.get", "http://localhost:5080", ",\"other\":1", AssertionFault.None)]
    public void Client_data_of_another_type_origin_or_form_is_refused(string type, string origin, string? more, AssertionFault expected) =>
        Verify(_passkey.Sign(SoftwarePasskey.AuthenticatorData("localhost"), SoftwarePasskey.ClientData(_challenge, origin, type, more))).ShouldBe(expected);

    [Theory]
    [InlineData("not json")]
    [InlineData("[]")]
    [InlineData("{\"type\":1}")]
    [InlineData("{\"type\":\"\\ud800\",\"challenge\":\"\",\"origin\":\"\"}")]
    [InlineData("")]
    public void Client_data_that_is_no_object_is_refused(string text) =>
        Verify(_passkey.Sign(SoftwarePasskey.AuthenticatorData("localhost"), Encoding.UTF8.GetBytes(text))).ShouldBe(AssertionFault.ClientData);

    [Fact]
    public void Another_challenge_is_another_text() =>
        Verify(_passkey.Sign(RandomNumberGenerator.GetBytes(32), s_portal)).ShouldBe(AssertionFault.Challenge);

    [Theory]
    [InlineData("evil.example", 0x05, AssertionFault.RelyingParty)]
    [InlineData("localhost", 0x04, AssertionFault.UserPresence)]
    [InlineData("localhost", 0x01, AssertionFault.UserVerification)]
    [InlineData("localhost", 0x1d, AssertionFault.None)]
    public void Authenticator_data_must_name_the_party_and_a_verified_person(string rpId, byte flags, AssertionFault expected) =>
        Verify(_passkey.Sign(SoftwarePasskey.AuthenticatorData(rpId, flags), SoftwarePasskey.ClientData(_challenge, s_portal.Origin))).ShouldBe(expected);

    [Fact]
    public void Short_authenticator_data_is_refused() =>
        Verify(_passkey.Sign(SoftwarePasskey.AuthenticatorData("localhost")[..36], SoftwarePasskey.ClientData(_challenge, s_portal.Origin)))
            .ShouldBe(AssertionFault.AuthenticatorData);

    [Fact]
    public void Parts_larger_than_any_authenticator_makes_are_not_read() =>
        Verify(_passkey.Sign(_challenge, s_portal) with { ClientDataJson = new byte[PasskeyAssertionVerifier.MaxPartLength + 1] }).ShouldBe(AssertionFault.Size);

    [Fact]
    public void Another_key_does_not_verify()
    {
        using var other = new SoftwarePasskey();

        PasskeyAssertionVerifier.Verify(_passkey.Sign(_challenge, s_portal), other.PublicKeyCose, _challenge, s_portal).ShouldBe(AssertionFault.Signature);
    }

    [Fact]
    public void A_key_of_another_kind_curve_or_form_is_no_key()
    {
        var assertion = _passkey.Sign(_challenge, s_portal);
        byte[] good = _passkey.PublicKeyCose;
        byte[] Changed(int at, byte value) => [.. good[..at], value, .. good[(at + 1)..]];

        // a5 01 02 03 26 20 01 21 5820…: map of 5; kty 2; alg -7; crv 1; x; y
        byte[][] bad = [[], [0xa0], good[..^1], [.. good, 0x00], Changed(2, 0x03), Changed(4, 0x27), Changed(6, 0x02), Changed(12, (byte)(good[12] ^ 1))];
        foreach (var key in bad)
        {
            PasskeyAssertionVerifier.Verify(assertion, key, _challenge, s_portal).ShouldBe(AssertionFault.PublicKey, Convert.ToHexString(key));
        }
    }

    [Fact]
    public void Any_changed_bit_is_found()
    {
        var assertion = _passkey.Sign(_challenge, s_portal);
        static byte[] Flip(byte[] bytes, int bit)
        {
            var copy = bytes.ToArray();
            copy[bit / 8 % copy.Length] ^= (byte)(1 << (bit % 8));
            return copy;
        }

        Prop.ForAll(Gen.Choose(0, 100_000).ToArbitrary(), Gen.Choose(0, 2).ToArbitrary(), (bit, part) => Verify(part switch
        {
            0 => assertion with { AuthenticatorData = Flip(assertion.AuthenticatorData, bit) },
            1 => assertion with { ClientDataJson = Flip(assertion.ClientDataJson, bit) },
            _ => assertion with { Signature = Flip(assertion.Signature, bit) },
        }) != AssertionFault.None).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void A_challenge_depends_on_text_and_nonce_and_refuses_other_lengths()
    {
        var digest = SHA256.HashData("text"u8);
        var nonce = ConsentChallenge.NewNonce();

        ConsentChallenge.Of(digest, nonce).ShouldBe(ConsentChallenge.Of(digest, nonce));
        ConsentChallenge.Of(digest, ConsentChallenge.NewNonce()).ShouldNotBe(ConsentChallenge.Of(digest, nonce));
        ConsentChallenge.Of(SHA256.HashData("texT"u8), nonce).ShouldNotBe(ConsentChallenge.Of(digest, nonce));
        Should.Throw<ArgumentException>(() => ConsentChallenge.Of(digest, nonce.AsSpan(1)));
        Should.Throw<ArgumentException>(() => ConsentChallenge.Of([.. digest, 0], nonce));
    }

    [Theory]
    [InlineData("http://localhost:5080/", "http://localhost:5080", "localhost")]
    [InlineData("https://rongzi.example", "https://rongzi.example", "rongzi.example")]
    public void A_relying_party_is_its_origin(string given, string origin, string id)
    {
        var party = new RelyingParty(given);

        party.Origin.ShouldBe(origin);
        party.Id.ShouldBe(id);
    }

    [Theory]
    [InlineData("localhost")]
    [InlineData("ftp://localhost")]
    [InlineData("http://localhost/path")]
    public void An_address_that_is_no_origin_is_refused(string given) => Should.Throw<ArgumentException>(() => new RelyingParty(given));

    private AssertionFault Verify(PasskeyAssertion assertion) =>
        PasskeyAssertionVerifier.Verify(assertion, _passkey.PublicKeyCose, _challenge, s_portal);
}
