using System.Globalization;
using System.IO.Compression;
using System.Text;
using FinancingPlatform.Aggregation.Intake;
using FinancingPlatform.Aggregation.Items;
using FinancingPlatform.Aggregation.Registry;
using FinancingPlatform.Core.Errors;
using FinancingPlatform.Core.Identifiers;
using FinancingPlatform.Data;
using FinancingPlatform.Support;

namespace FinancingPlatform.Tests.Aggregation;

/// <summary>A folder of delivered files and the imports of one test, removed afterwards.</summary>
internal sealed class Deliveries(TestDatabase database) : IDisposable
{
    private static readonly IProgress<double> Silent = new Progress<double>();

    public string Folder { get; } = Directory.CreateTempSubdirectory("fp-import-").FullName;

    public ImportOptions Options { get; init; } = new(database.As(DatabaseRoles.Loader), "3709");

    /// <summary>An enterprise's code of the city; another number is another code.</summary>
    public static string Code(int number, string prefix = "91", string division = "370902")
    {
        var body = "WT" + number.ToString("D6", CultureInfo.InvariantCulture);
        var code = prefix + division + body + OrganisationCode.CheckCharacter(body);
        return code + Uscc.CheckCharacter(code);
    }

    public string Write(string name, params string[] lines)
    {
        var path = Path.Combine(Folder, name);
        File.WriteAllText(path, string.Join('\n', lines) + "\n");
        return path;
    }

    public string Write(string name, byte[] bytes)
    {
        var path = Path.Combine(Folder, name);
        File.WriteAllBytes(path, bytes);
        return path;
    }

    public static byte[] Gzip(string text)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Optimal))
        {
            gzip.Write(Encoding.UTF8.GetBytes(text));
        }

        return packed.ToArray();
    }

    public Task<Result<ImportOutcome>> RegistryAsync(string path, ImportOptions? options = null) =>
        RegistryImport.RunAsync(path, options ?? Options, Silent, CancellationToken.None);

    public Task<Result<ImportOutcome>> ItemAsync(string item, string path, string? subjects = null) =>
        ItemImport.RunAsync(item, path, subjects, Options, Silent, CancellationToken.None);

    /// <summary>Registers enterprises that items can be about.</summary>
    public async Task RegisterAsync(params int[] numbers)
    {
        var path = Write("enterprises.csv", ["uscc,name,status", .. numbers.Select(n => $"{Code(n)},试验{n}有限公司,存续")]);
        (await RegistryAsync(path)).IsOk.ShouldBeTrue();
    }

    public static void ShouldBalance(ImportOutcome outcome) =>
        outcome.Received.ShouldBe(outcome.AcceptedNew + outcome.AcceptedVersion + outcome.Duplicate + outcome.Withheld + outcome.Rejected);

    public void Dispose() => Directory.Delete(Folder, recursive: true);
}
