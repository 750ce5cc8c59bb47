using System.Text.Json;
using FinancingPlatform.Core.Errors;
using FinancingPlatform.Scoring.Scorecards;
using FinancingPlatform.Scoring.Trees;

namespace FinancingPlatform.Scoring.Packs;

/// <summary>Reads a model file of any kind that is taken (模型文件): XGBoost's JSON or UBJSON, or a scorecard's JSON, told apart by what it holds.</summary>
public static class ModelFile
{
    private const int MaxJsonDepth = 64;

    /// <summary>Reads and checks a model; the error names the place that is wrong, or the kind that is not taken.</summary>
    public static Result<BoostedTrees> Read(ReadOnlyMemory<byte> file)
    {
        if (file.Length > TreeLimits.MaxModelBytes)
        {
            return ScoringError.TooLarge(TreeLimits.MaxModelBytes);
        }

        if (XgboostUbjson.IsUbjson(file.Span))
        {
            return XgboostUbjson.ToJson(file).Then(json => XgboostJson.Read(json));
        }

        if (XgboostUbjson.IsOldBinary(file.Span))
        {
            return ScoringError.NotTaken("XGBoost's old binary format: save the model as .json or .ubj");
        }

        return IsScorecard(file) ? Scorecard.Read(file).Map(ScorecardTrees.Of) : XgboostJson.Read(file);
    }

    /// <summary>The scorecard, where the file is one.</summary>
    public static Scorecard? ScorecardOf(ReadOnlyMemory<byte> file) => IsScorecard(file) && Scorecard.Read(file) is { IsOk: true } card ? card.Value : null;

    /// <summary>A scorecard says its format; XGBoost's JSON has a learner.</summary>
    private static bool IsScorecard(ReadOnlyMemory<byte> file)
    {
        var reader = new Utf8JsonReader(file.Span, new JsonReaderOptions { MaxDepth = MaxJsonDepth });
        try
        {
            if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
            {
                return false;
            }

            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                if (reader.ValueTextEquals("format"u8) || reader.ValueTextEquals("characteristics"u8))
                {
                    return true;
                }

                if (reader.ValueTextEquals("learner"u8))
                {
                    return false;
                }

                reader.Skip();
            }
        }
        catch (JsonException)
        {
            // The reader of trees says where it breaks.
            return false;
        }

        return false;
    }
}
