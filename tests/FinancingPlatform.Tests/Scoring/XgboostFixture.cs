using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using FinancingPlatform.Scoring.Trees;
using FinancingPlatform.Tests.Architecture;

namespace FinancingPlatform.Tests.Scoring;

/// <summary>A model of invented numbers with what XGBoost 1.7 itself answered; made by make_fixture.py beside it.</summary>
internal sealed class XgboostFixture
{
    public static XgboostFixture Shared { get; } = new("xgboost-1.7.json");

    /// <summary>A model with a column that is split by categories; its file is kept as text, because XGBoost writes NaN into it.</summary>
    public static XgboostFixture Categories { get; } = new("xgboost-1.7-categories.json");

    private XgboostFixture(string file)
    {
        var path = Path.Combine(RepositoryFiles.Root, "tests", "FinancingPlatform.Tests", "Scoring", "Fixtures", file);
        var root = JsonNode.Parse(File.ReadAllText(path))!;
        ModelJson = root["model"] is JsonValue text ? Encoding.UTF8.GetBytes((string)text!) : JsonSerializer.SerializeToUtf8Bytes(root["model"]);
        Width = (int)root["width"]!;
        Rows = Numbers(root["rows"]!);
        Margins = Numbers(root["margins"]!);
        Probabilities = Numbers(root["probabilities"]!);
        Contributions = Numbers(root["contributions"]!);
        Model = XgboostJson.Read(ModelJson).Value;
    }

    public byte[] ModelJson { get; }

    public BoostedTrees Model { get; }

    public int Width { get; }

    public int Count => Margins.Length;

    public float[] Rows { get; }

    public float[] Margins { get; }

    public float[] Probabilities { get; }

    public float[] Contributions { get; }

    public ReadOnlySpan<float> Row(int row) => Rows.AsSpan(row * Width, Width);

    private static float[] Numbers(JsonNode array) => [.. array.AsArray().Select(n => n is null ? float.NaN : (float)(double)n)];
}
