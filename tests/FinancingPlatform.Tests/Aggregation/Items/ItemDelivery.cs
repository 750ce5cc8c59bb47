using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using FinancingPlatform.Support;

namespace FinancingPlatform.Tests.Aggregation.Items;

/// <summary>An invented delivery of one item beside this file, and what has to become of it.</summary>
internal sealed partial record ItemDelivery(string Item, string Folder, Expected Expected)
{
    /// <summary>A person's number as its source masks it; it may stand in a file and nowhere after it.</summary>
    public const string MaskedId = "330203";

    /// <summary>A telephone number of the deliveries.</summary>
    public const string Phone = "0538-0000000";

    private static readonly JsonSerializerOptions Options = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower, PropertyNameCaseInsensitive = true };

    private static string Root => Path.Combine(Repository.Root, "tests/FinancingPlatform.Tests/Aggregation/Items/Deliveries");

    public static IEnumerable<string> Items => Directory.EnumerateDirectories(Root).Select(folder => Path.GetFileName(folder)).Order(StringComparer.Ordinal);

    public static ItemDelivery Of(string item)
    {
        var folder = Path.Combine(Root, item);
        return new(item, folder, JsonSerializer.Deserialize<Expected>(File.ReadAllText(Path.Combine(folder, "expected.json")), Options)!);
    }

    /// <summary>Writes a file of the delivery with real codes in the place of its marks, such as <c>{lower:2}</c>.</summary>
    public string Write(string name, string intoFolder)
    {
        var source = Directory.EnumerateFiles(Folder, name + ".*").Single(path => !path.EndsWith(".json", StringComparison.Ordinal));
        var path = Path.Combine(intoFolder, $"{Item}-{Path.GetFileName(source)}");
        File.WriteAllText(path, Mark().Replace(File.ReadAllText(source), match => Fill(match.Groups[1].Value, int.Parse(match.Groups[2].ValueSpan, CultureInfo.InvariantCulture))));
        return path;
    }

    private static string Fill(string mark, int number) => mark switch
    {
        "code" => Deliveries.Code(number),
        "lower" => Deliveries.Code(number).ToLowerInvariant(),
        "organ" => Deliveries.Code(number, "11"),
        "bad" => Spoiled(Deliveries.Code(number)),
        "short" => Deliveries.Code(number)[..^1],
        "alphabet" => Deliveries.Code(number)[..^1] + "I",
        "organisation" => Organisation(number),
        "hyphen" => Organisation(number).Insert(8, "-").ToLowerInvariant(),
        "wrong-organisation" => Spoiled(Organisation(number)),
        _ => throw new InvalidOperationException($"No delivery has a mark {mark}."),
    };

    private static string Organisation(int number) => Deliveries.Code(number)[8..17];

    private static string Spoiled(string code) => code[..^1] + (code[^1] == '0' ? '1' : '0');

    [GeneratedRegex(@"\{([a-z-]+):([0-9]+)\}", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Mark();
}

/// <summary>What has to become of a delivery's files.</summary>
internal sealed record Expected(IReadOnlyList<string> Before, ExpectedFile Good, ExpectedFile Dirty)
{
    /// <summary>The form of 2016, which still circulates for licences and penalties.</summary>
    [System.Text.Json.Serialization.JsonPropertyName("2016")]
    public ExpectedFile? Form2016 { get; init; }
}

/// <summary>What has to become of one file.</summary>
internal sealed record ExpectedFile(long AcceptedNew, long Withheld)
{
    public IReadOnlyList<ExpectedRejection> Rejected { get; init; } = [];
}

/// <summary>A row that has to be rejected, and why.</summary>
internal sealed record ExpectedRejection(int Line, string Field, string Rule);
