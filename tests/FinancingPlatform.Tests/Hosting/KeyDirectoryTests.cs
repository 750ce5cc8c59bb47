using System.Security.Cryptography;
using FinancingPlatform.Hosting.Keys;

namespace FinancingPlatform.Tests.Hosting;

public sealed class KeyDirectoryTests : IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("fp-keys-").FullName;

    public void Dispose() => Directory.Delete(_root, recursive: true);

    [Fact]
    public void A_made_key_signs_and_its_public_twin_verifies()
    {
        KeyDirectory.Ensure(_root, "portal", "issuer", TimeProvider.System);

        var own = KeyDirectory.Load(Path.Combine(_root, "portal"), "issuer", TimeProvider.System);
        var trusted = KeyDirectory.Trust(Path.Combine(_root, "trust"), "portal", "issuer").ShouldHaveSingleItem();

        var signature = own.Key.SignData("text"u8, HashAlgorithmName.SHA256);
        trusted.Key.VerifyData("text"u8, signature, HashAlgorithmName.SHA256).ShouldBeTrue();
        trusted.Kid.ShouldBe(own.Kid);
        Should.Throw<CryptographicException>(() => trusted.Key.ExportPkcs8PrivateKey());
    }

    [Fact]
    public void A_second_start_keeps_the_key()
    {
        KeyDirectory.Ensure(_root, "worker", "exchange", TimeProvider.System);
        var first = KeyDirectory.Load(Path.Combine(_root, "worker"), "exchange", TimeProvider.System).Kid;
        KeyDirectory.Ensure(_root, "worker", "exchange", TimeProvider.System);
        KeyDirectory.Load(Path.Combine(_root, "worker"), "exchange", TimeProvider.System).Kid.ShouldBe(first);
    }

    [Fact]
    public void Private_files_are_the_owners_alone_and_a_readable_one_is_refused()
    {
        KeyDirectory.Ensure(_root, "nation", "exchange", TimeProvider.System);
        var path = Path.Combine(_root, "nation", "exchange.json");
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        File.GetUnixFileMode(path).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);
        File.ReadAllText(Path.Combine(_root, "trust", "nation.exchange.json")).ShouldNotContain("PRIVATE");
        File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.OtherRead);
        Should.Throw<InvalidOperationException>(() => KeyDirectory.Load(Path.Combine(_root, "nation"), "exchange", TimeProvider.System)).Message.ShouldContain("chmod 600");
    }

    [Fact]
    public void A_key_past_its_validity_is_refused()
    {
        KeyDirectory.Ensure(_root, "portal", "issuer", TimeProvider.System);
        var late = new Microsoft.Extensions.Time.Testing.FakeTimeProvider(TimeProvider.System.GetUtcNow() + KeyDirectory.Lifetime + TimeSpan.FromMinutes(1));
        Should.Throw<InvalidOperationException>(() => KeyDirectory.Load(Path.Combine(_root, "portal"), "issuer", late)).Message.ShouldContain("put a valid key there");
    }
}
