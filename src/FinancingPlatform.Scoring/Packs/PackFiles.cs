using System.Text.Json;
using System.Text.Json.Serialization;
using FinancingPlatform.Scoring.Tables;

namespace FinancingPlatform.Scoring.Packs;

/// <summary>Which score a pack computes (评分种类; rule A2).</summary>
[JsonConverter(typeof(JsonStringEnumConverter<PackKind>))]
public enum PackKind
{
    /// <summary>Items of mode public only.</summary>
    [JsonStringEnumMemberName("public")] Public,

    /// <summary>Adds items that an authorisation covers.</summary>
    [JsonStringEnumMemberName("full")] Full,

    /// <summary>Any table with a schema; not for the platform's own enterprises.</summary>
    [JsonStringEnumMemberName("table")] Table,
}

/// <summary>A pack's list of contents (清单): the SHA-256 of every other file, in lower-case hexadecimal.</summary>
/// <param name="Format">Name and version of this layout.</param>
/// <param name="Name">The pack's name.</param>
/// <param name="Version">The pack's version; other parameters, other version.</param>
/// <param name="Kind">Which score it computes.</param>
/// <param name="Demonstration">True when its figures must never be shown as a real probability or limit.</param>
/// <param name="Files">Digest by file name.</param>
public sealed record PackManifest(string Format, string Name, string Version, PackKind Kind, bool Demonstration, SortedDictionary<string, string> Files)
{
    /// <summary>The layout this release writes and reads.</summary>
    public const string CurrentFormat = "financing-platform-scoring-pack/1";
}

/// <summary>A grade (等级) and the points from which it is given.</summary>
/// <param name="Name">G1 is the best. Not a public-credit grade and not a bank's.</param>
/// <param name="FromPoints">Lowest points of the grade.</param>
public sealed record GradeBand(string Name, int FromPoints);

/// <summary>Points-to-double-the-odds scale (评分刻度): more points, less risk.</summary>
/// <param name="BasePoints">Points at the base log-odds.</param>
/// <param name="BaseLogOdds">Log-odds of default that get the base points.</param>
/// <param name="PointsToDoubleOdds">PDO: so many points more halve the odds of default.</param>
/// <param name="MinPoints">Lowest points given.</param>
/// <param name="MaxPoints">Highest points given.</param>
/// <param name="Grades">From the best to the worst; the last one starts at the lowest points.</param>
public sealed record PointsScale(int BasePoints, double BaseLogOdds, double PointsToDoubleOdds, int MinPoints, int MaxPoints, IReadOnlyList<GradeBand> Grades)
{
    private const int UsualPoints = 600;
    private const int UsualPointsToDoubleOdds = 40;
    private const int UsualMin = 300;
    private const int UsualMax = 900;
    private static readonly GradeBand[] s_usualGrades = [new("G1", 690), new("G2", 640), new("G3", 590), new("G4", 540), new("G5", 480), new("G6", UsualMin)];

    /// <summary>The scale of a pack trained on a table: 600 points at the table's own odds, 40 more halve them, 300 to 900.</summary>
    public static PointsScale Of(ModelTable table)
    {
        ArgumentNullException.ThrowIfNull(table);
        double bad = 0, all = 0;
        for (var row = 0; row < table.Rows; row++)
        {
            bad += table.Labels[row] * table.WeightOf(row);
            all += table.WeightOf(row);
        }

        return new PointsScale(UsualPoints, Math.Round(Math.Log(bad / (all - bad)), 6), UsualPointsToDoubleOdds, UsualMin, UsualMax, s_usualGrades);
    }

    /// <summary>Points per unit of log-odds.</summary>
    [JsonIgnore]
    public double Factor => PointsToDoubleOdds / 0.693147180559945309;

    /// <summary>Points of calibrated log-odds.</summary>
    public int Points(double logOdds) =>
        (int)Math.Clamp(Math.Round(BasePoints - (Factor * (logOdds - BaseLogOdds)), MidpointRounding.AwayFromZero), MinPoints, MaxPoints);

    /// <summary>Grade of points.</summary>
    public string Grade(int points)
    {
        foreach (var band in Grades)
        {
            if (points >= band.FromPoints)
            {
                return band.Name;
            }
        }

        return Grades[^1].Name;
    }
}

/// <summary>What a reason says (理由文本) when a feature helps, hurts, or is unknown.</summary>
/// <param name="GoodZh">Helps, Chinese.</param>
/// <param name="GoodEn">Helps, English.</param>
/// <param name="BadZh">Hurts, Chinese.</param>
/// <param name="BadEn">Hurts, English.</param>
/// <param name="UnknownZh">Unknown, Chinese.</param>
/// <param name="UnknownEn">Unknown, English.</param>
public sealed record ReasonText(string GoodZh, string GoodEn, string BadZh, string BadEn, string UnknownZh, string UnknownEn);

/// <summary>How the pack's own files are written: readable, the same bytes for the same content, unknown members refused.</summary>
internal static class PackJson
{
    public static readonly JsonSerializerOptions Options = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        RespectRequiredConstructorParameters = true,
        RespectNullableAnnotations = true,
        WriteIndented = true,
        NewLine = "\n",
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public static byte[] Write<T>(T value) => [.. JsonSerializer.SerializeToUtf8Bytes(value, Options), (byte)'\n'];
}
