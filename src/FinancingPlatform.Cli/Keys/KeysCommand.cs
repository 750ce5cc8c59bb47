using System.CommandLine;
using System.Globalization;
using FinancingPlatform.Hosting.Keys;
using FinancingPlatform.Identity.AuthorizationServer.Keys;

namespace FinancingPlatform.Cli.Keys;

/// <summary><c>fp keys rotate</c>: rolls the issuer's key (轮换签发密钥) while the portal runs; no token is lost.</summary>
internal static class KeysCommand
{
    private const string Host = "portal";
    private const string Use = "issuer";

    public static Command Build() => new("keys", "The platform's own keys.") { Rotate() };

    private static Command Rotate()
    {
        var data = new Option<string?>("--data") { Description = "Data folder (default .data)." };
        var command = new Command("rotate", "Puts a new key of the issuer beside the old one: published at once, signing once every cached key set has it; the old one stays until its tokens are dead.")
        {
            data, Output.JsonOption(),
        };
        command.SetAction(parsed =>
        {
            var folder = Path.Combine(Path.GetFullPath(parsed.GetValue(data) ?? Running.DefaultData()), "keys", Host);
            try
            {
                // A second roll would push the key that waits aside before it ever signed, and leave three where two are meant.
                if (KeyDirectory.LoadAll(folder, Use, TimeProvider.System).Where(k => k.NotBefore > TimeProvider.System.GetUtcNow()).ToList() is [var waiting, ..])
                {
                    throw new CliException(
                        string.Create(CultureInfo.InvariantCulture, $"{waiting.Key.Kid} is published already and signs from {waiting.NotBefore:u}: one roll at a time."), folder, "Roll again after that.");
                }

                var (kid, begins) = KeyDirectory.Roll(folder, Host, Use, IssuerKeyRing.PublishedBefore, IssuerKeyRing.PublishedAfter, TimeProvider.System);
                Output.For(parsed).Result(new { Kid = kid, SignsFrom = begins }, string.Create(CultureInfo.InvariantCulture, $"{kid} is published now and signs from {begins:u}"));
                return ExitCodes.Ok;
            }
            catch (InvalidOperationException e)
            {
                throw new CliException(e.Message, folder, "Name the data folder with --data DIR.");
            }
        });
        return command;
    }
}
