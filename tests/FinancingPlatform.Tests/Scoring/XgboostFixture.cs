using System.Text.Json;
using System.Text.Json.Nodes;
using FinancingPlatform.Scoring.Trees;
using FinancingPlatform.Tests.Architecture;

namespace FinancingPlatform.Tests.Scoring;

/// <summary>A model of invented numbers with what XGBoost 1.7 itself answered; made by make_fixture.py beside it.</summary>
internal sealed class XgboostFixture
{
    public static XgboostFixture Shared { get; } = new();

    private XgboostFixture()
    {
        var path = Path.Combine(RepositoryFiles.Root, "tests", "FinancingPlatform.Tests", "Scoring", "Fixtures", "xgboost-1.7.json");
        var root = JsonNode.Parse(File.ReadAllText(path))!;
        ModelJson = JsonSerializer.SerializeToUtf8Bytes(root["model"]);
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
