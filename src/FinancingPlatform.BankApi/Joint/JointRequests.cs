using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using FinancingPlatform.BankApi.Http;
using FinancingPlatform.Core.Errors;
using FinancingPlatform.Lending.Joint;
using FinancingPlatform.Scoring.Joint;
using FinancingPlatform.Scoring.Tables;

namespace FinancingPlatform.BankApi.Joint;

/// <summary>
/// A joint model as a bank hands it in (rule C4): the file in base64url, its schema as for <c>fp model train</c>, and the key under which it is kept. The
/// key is used once here and forgotten.
/// </summary>
internal sealed record JointModelRequest(
    string ContractNo, string Version, string Kind, string Model, JsonElement Schema, IReadOnlyList<string> OwnFeatures, string ModelKey, string? CutOff = null)
    : IJsonRequest<JointModelRequest>
{
    public static JsonTypeInfo<JointModelRequest> JsonType => BankApiJson.Default.JointModelRequest;

    /// <summary>A model of two megabytes is a third longer in base64url; the rest is schema.</summary>
    public static int MaxBytes => (JointLimits.ModelBytes / 3 * 4) + (128 * 1024);

    /// <summary>Checks and seals it for its bank.</summary>
    public Result<SealedModel> Read(string bankUscc)
    {
        if ((FieldRules.Text("contract_no", ContractNo, JointLimits.ContractLength) ?? FieldRules.Text("version", Version, JointLimits.VersionLength)) is { } fault)
        {
            return fault;
        }

        if (!Base64Url.IsValid(Model, out var bytes) || bytes > JointLimits.ModelBytes)
        {
            return BankApiErrors.Field("model", $"模型文件须为 base64url，解码后至多 {JointLimits.ModelBytes} 字节。", $"The model file is base64url of at most {JointLimits.ModelBytes} bytes.");
        }

        var cutOff = ReadCutOff();
        return !cutOff.IsOk ? cutOff.Error : JointKey.Read(ModelKey).Then(key => ReadModel(bankUscc, key, cutOff.Value));
    }

    private Result<SealedModel> ReadModel(string bankUscc, byte[] key, double? cutOff)
    {
        var model = Base64Url.DecodeFromChars(Model);
        return ModelSchema.Read(JsonSerializer.SerializeToUtf8Bytes(Schema, BankApiJson.Default.JsonElement)).Then(schema => JointModel.Read(Kind, model, schema, OwnFeatures).Map(read => new SealedModel(
            ContractNo, Version, Kind, ModelSeal.Seal(key, model, bankUscc, ContractNo, Version), SHA256.HashData(model), Schema.GetRawText(),
            [.. read.PlatformFeatures], [.. read.OwnFeatures], [.. read.Items], cutOff)));
    }

    private Result<double?> ReadCutOff()
    {
        if (CutOff is null)
        {
            return (double?)null;
        }

        return double.TryParse(CutOff, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var cut) && cut is > 0 and < 1
            ? (double?)cut
            : BankApiErrors.Field("cut_off", "cut_off 是违约概率，须为 0 与 1 之间的十进制数字串。", "cut_off is a probability of default: a decimal string between 0 and 1.");
    }
}

/// <summary>The key of a joint model: 32 bytes in base64url.</summary>
internal static class JointKey
{
    public static Result<byte[]> Read(string text) =>
        Base64Url.IsValid(text, out var bytes) && bytes == ModelSeal.KeyBytes
            ? Base64Url.DecodeFromChars(text)
            : BankApiErrors.Field("model_key", "model_key 须为 32 字节的 base64url。", "model_key is 32 bytes in base64url.");
}

/// <summary>A call of a joint model: whom, why, the bank's own features, and the key that opens the model.</summary>
internal sealed record JointScoreRequest(
    string Uscc, string Purpose, string Operator, string Branch, string Reference, string ModelKey, IReadOnlyDictionary<string, double?>? OwnFeatures = null)
    : IJsonRequest<JointScoreRequest>
{
    public static JsonTypeInfo<JointScoreRequest> JsonType => BankApiJson.Default.JointScoreRequest;

    public Error? FirstFault() =>
        FieldRules.Code("uscc", Uscc)
        ?? (Core.Catalogue.Purpose.WithScoring.Contains(Purpose)
            ? null
            : BankApiErrors.Field("purpose", "目的只能是 pre-credit、loan-application 或 post-loan。", "The purpose must be pre-credit, loan-application or post-loan."))
        ?? FieldRules.Text("operator", Operator, BankApiLimits.NameLength)
        ?? FieldRules.Text("branch", Branch, BankApiLimits.ReferenceLength)
        ?? FieldRules.Text("reference", Reference, BankApiLimits.ReferenceLength);
}

/// <summary>What a joint model says of one enterprise, for the bank that owns it.</summary>
internal sealed record JointScoreAnswer(
    Guid Ticket, string Uscc, Guid ModelId, string ContractNo, string Version, double Margin, double Probability, bool? IsWithinCutOff, DateOnly AsOf, string ModelSha256,
    string InputSha256, string OwnFeaturesSha256, Guid AuthorisationId)
{
    /// <summary>The bank decides. Said with every result.</summary>
    public string Note { get; } = "参考，银行独立决策 / For reference; the bank decides independently";
}

/// <summary>A joint model in its bank's list.</summary>
internal sealed record JointModelAnswer(
    Guid Id, string ContractNo, string Version, string Kind, string State, DateTime SubmittedAt, IReadOnlyList<string> Items, long Calls, long Enterprises);

/// <summary>A bank's joint models.</summary>
internal sealed record JointModelList(IReadOnlyList<JointModelAnswer> Items);

/// <summary>How a joint model did on the bank's own loans; figures only above the smallest group.</summary>
internal sealed record JointBackTestAnswer(long Loans, long Bad, double? Auc, double? CalibrationError, int MinLoans, int MinOfEach)
{
    public string Note { get; } = "只看本行已放款、企业同意训练用途的贷款 / Funded loans of your bank only, of enterprises that allowed training";
}

/// <summary>A joint model that was handed in; it stands still until two operators activated it.</summary>
internal sealed record JointModelSubmitted(Guid Id, string ContractNo, string Version, string State, string ModelSha256, IReadOnlyList<string> Items);
