using System.Collections.Frozen;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using FinancingPlatform.BankApi.Http;
using FinancingPlatform.BankApi.Looks;
using FinancingPlatform.Core.Errors;
using FinancingPlatform.Data;
using FinancingPlatform.Identity.ResourceServer;
using FinancingPlatform.Scoring.Joint;
using FinancingPlatform.Scoring.Monitoring;
using FinancingPlatform.Scoring.Tables;
using Microsoft.Extensions.Caching.Memory;
using Npgsql;
using NpgsqlTypes;

namespace FinancingPlatform.BankApi.Joint;

/// <summary>
/// Runs a bank's own model on one enterprise (联合模型调用): the key opens the model, the look is opened and committed, then the ready features are read
/// under its ticket, and the result goes back to the bank. No raw row is read here at all.
/// </summary>
internal sealed class JointDesk(NpgsqlDataSource database, TimeProvider clock) : IDisposable
{
    /// <summary>Opened models kept in memory; a bank that calls in a row does not pay for reading its model each time.</summary>
    private const int ModelsInMemory = 32;

    private static readonly TimeSpan s_forgottenAfter = TimeSpan.FromMinutes(10);
    private static readonly string s_model = Sql("JointModelOf.sql");
    private static readonly string s_open = Sql("OpenJointLook.sql");
    private static readonly string s_read = Sql("ReadJointInputs.sql");
    private static readonly string s_keep = Sql("KeepJointResult.sql");
    private static readonly string s_list = Sql("JointModelsOfBank.sql");
    private static readonly string s_outcomes = Sql("JointOutcomes.sql");

    private static readonly FrozenDictionary<string, Error> s_refusals = new Error[]
    {
        new(ErrorKind.Conflict, "joint-model-not-active", "这个联合模型尚未启用或已暂停：须经平台两名运维人员启用。", "This joint model is not active: two operators of the platform activate it."),
        new(ErrorKind.NotFound, "joint-inputs-missing", "该企业的特征尚未备好，请几秒后再试；本次查询不计授权次数。", "The enterprise's features are not ready yet; try again in a few seconds. This call costs no use of the authorisation."),
        new(ErrorKind.Forbidden, "ticket-too-narrow", "授权不包括模型读取的全部信息项。", "The authorisation does not cover all items that the model reads."),
    }.ToFrozenDictionary(e => e.Code, StringComparer.Ordinal);

    private static readonly Error s_unknown = new(ErrorKind.NotFound, "joint-model-unknown", "本行没有这个联合模型。", "Your bank has no such joint model.");

    private static readonly Error s_wrongKey = new(
        ErrorKind.Invalid, "joint-key-wrong", "model_key 打不开这个模型：密钥不符，或存储的内容被改动。", "model_key does not open this model: it is another key, or what is stored was changed.") { Field = "model_key" };

    /// <summary>What a call may be refused with, beside the gate's own refusals.</summary>
    public static IReadOnlyList<Error> Refusals { get; } = [s_unknown, s_wrongKey, .. s_refusals.Values.OrderBy(e => e.Code, StringComparer.Ordinal)];

    private readonly MemoryCache _opened = new(new MemoryCacheOptions { SizeLimit = ModelsInMemory });

    public async Task<JointModelList> ListAsync(string bankUscc, CancellationToken cancellationToken)
    {
        await using var command = Command(s_list, Value(bankUscc));
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var items = new List<JointModelAnswer>();
        while (await reader.ReadAsync(cancellationToken))
        {
            items.Add(new JointModelAnswer(
                reader.GetGuid(0), reader.GetString(1), reader.GetString(2), reader.GetString(3), reader.GetString(4), reader.GetDateTime(5), reader.GetFieldValue<string[]>(6),
                reader.GetInt64(7), reader.GetInt64(8)));
        }

        return new JointModelList(items);
    }

    public async Task<JointBackTestAnswer> BackTestAsync(string bankUscc, Guid modelId, CancellationToken cancellationToken)
    {
        await using var command = Command(s_outcomes, Value(bankUscc), Value(modelId));
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var seen = new List<ScoredOutcome>();
        while (await reader.ReadAsync(cancellationToken))
        {
            seen.Add(new ScoredOutcome(Probability(reader.GetDouble(0)), reader.GetBoolean(1)));
        }

        var test = BackTest.Of(seen);
        return new JointBackTestAnswer(test.Rows, test.IsShown ? test.Bad : 0, test.Auc, test.CalibrationError, BackTest.MinRows, BackTest.MinOfEach);
    }

    public async Task<Result<JointScoreAnswer>> ScoreAsync(BankCaller bank, Guid modelId, JointScoreRequest request, CancellationToken cancellationToken)
    {
        var key = JointKey.Read(request.ModelKey);
        var opened = key.IsOk ? await OpenModelAsync(bank, modelId, key.Value, cancellationToken) : key.Error;
        if (!opened.IsOk)
        {
            return opened.Error;
        }

        // Everything that the bank can get wrong is said before the look is opened: a wrong name must not use up a look.
        var own = OwnFeatures(opened.Value.Model, request.OwnFeatures);
        return own.IsOk ? await ScoreAsync(bank, modelId, opened.Value, request, own.Value, cancellationToken) : own.Error;
    }

    public void Dispose() => _opened.Dispose();

    private async Task<Result<JointScoreAnswer>> ScoreAsync(
        BankCaller bank, Guid modelId, OpenedModel model, JointScoreRequest request, IReadOnlyDictionary<string, float> own, CancellationToken cancellationToken)
    {
        var ticket = Guid.CreateVersion7(clock.GetUtcNow());
        var inputs = await ReadInputsAsync(bank, modelId, model, request, ticket, cancellationToken);
        if (!inputs.IsOk)
        {
            return inputs.Error;
        }

        var margin = model.Model.Margin([.. model.Model.Columns.Select(c => own.TryGetValue(c.Name, out var sent) ? sent : inputs.Value.Platform[c.Name])]);
        var (ownDigest, inputDigest) = (Digest("joint-own/1", own), Digest("joint-input/1", inputs.Value.Platform));
        await using var keep = Command(s_keep, Value(ticket), Value(bank.ClientId), Value(ownDigest), Value(inputDigest), Value(margin));
        await keep.ExecuteScalarAsync(cancellationToken);
        var probability = Probability(margin);
        return new JointScoreAnswer(
            ticket, request.Uscc, modelId, model.ContractNo, model.Version, margin, probability, model.CutOff is { } cut ? probability < cut : null, inputs.Value.AsOf,
            model.Sha256, Convert.ToHexStringLower(inputDigest), Convert.ToHexStringLower(ownDigest), inputs.Value.AuthorisationId);
    }

    /// <summary>Opens the look and reads under its ticket: both travel together, each a transaction of its own, as for a score.</summary>
    private async Task<Result<ReadyInputs>> ReadInputsAsync(
        BankCaller bank, Guid modelId, OpenedModel model, JointScoreRequest request, Guid ticket, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await using var batch = new NpgsqlBatch(connection)
        {
            EnableErrorBarriers = true,
            Timeout = BankApiLimits.StatementSeconds,
            BatchCommands =
            {
                new NpgsqlBatchCommand(s_open)
                {
                    Parameters =
                    {
                        Value(bank.SignedProof.Jkt), Value(bank.SignedProof.JtiSha256()),
                        new NpgsqlParameter<DateTime> { TypedValue = bank.SignedProof.ExpiresAt.UtcDateTime, NpgsqlDbType = NpgsqlDbType.TimestampTz },
                        Value(ticket), Value(bank.ClientId), Value(bank.BankUscc), Value(request.Uscc), Value(model.Model.Items.ToArray()), Value(request.Purpose),
                        Value(request.Operator), Value(request.Branch), Value(request.Reference), Value(bank.SignedProof.Text), Value(modelId),
                    },
                },
                new NpgsqlBatchCommand(s_read) { Parameters = { Value(ticket), Value(bank.ClientId), Value(modelId) } },
            },
        };
        await using var reader = await batch.ExecuteReaderAsync(cancellationToken);
        await reader.ReadAsync(cancellationToken);
        if (reader.GetString(0) is var outcome && outcome != "granted")
        {
            return outcome == "replayed" ? BankApiErrors.ReplayedProof : Refused(reader.GetString(1));
        }

        await reader.NextResultAsync(cancellationToken);
        await reader.ReadAsync(cancellationToken);
        if (!await reader.IsDBNullAsync(0, cancellationToken))
        {
            return Refused(reader.GetString(0));
        }

        using var json = JsonDocument.Parse(reader.GetString(1));
        var platform = json.RootElement.EnumerateObject().ToDictionary(f => f.Name, f => f.Value.ValueKind == JsonValueKind.Null ? float.NaN : f.Value.GetSingle(), StringComparer.Ordinal);
        return model.Model.PlatformFeatures.All(platform.ContainsKey)
            ? new ReadyInputs(platform, reader.GetFieldValue<DateOnly>(2), reader.GetGuid(3))
            : s_refusals["joint-inputs-missing"];
    }

    private static Error Refused(string code) => s_refusals.TryGetValue(code, out var words) ? words : LookRefusals.Of(code);

    private async Task<Result<OpenedModel>> OpenModelAsync(BankCaller bank, Guid modelId, byte[] key, CancellationToken cancellationToken)
    {
        var memory = (bank.BankUscc, modelId, Convert.ToHexString(SHA256.HashData(key)));
        if (_opened.TryGetValue(memory, out OpenedModel? held))
        {
            return held!;
        }

        await using var command = Command(s_model, Value(bank.BankUscc), Value(modelId));
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        if (!await reader.ReadAsync(cancellationToken))
        {
            return s_unknown;
        }

        var (contract, version) = (reader.GetString(1), reader.GetString(2));
        if (ModelSeal.Open(key, reader.GetFieldValue<byte[]>(4), bank.BankUscc, contract, version) is not { } bytes)
        {
            return s_wrongKey;
        }

        var cutOff = reader.IsDBNull(9) ? (double?)null : reader.GetDouble(9);
        var (kind, sha256, own) = (reader.GetString(3), Convert.ToHexStringLower(reader.GetFieldValue<byte[]>(5)), reader.GetFieldValue<string[]>(7));
        var model = ModelSchema.Read(Encoding.UTF8.GetBytes(reader.GetString(6))).Then(schema => JointModel.Read(kind, bytes, schema, own));
        CryptographicOperations.ZeroMemory(bytes);
        return model.Map(read => _opened.Set(
            memory, new OpenedModel(read, contract, version, sha256, cutOff), new MemoryCacheEntryOptions { Size = 1, SlidingExpiration = s_forgottenAfter }));
    }

    private static Result<IReadOnlyDictionary<string, float>> OwnFeatures(JointModel model, IReadOnlyDictionary<string, double?>? sent)
    {
        var given = sent ?? new Dictionary<string, double?>();
        if (given.Keys.FirstOrDefault(name => !model.OwnFeatures.Contains(name)) is { } unknown)
        {
            return BankApiErrors.Field($"own_features.{unknown}", "模型没有这个自有特征。", "The model has no own feature of this name.");
        }

        if (model.OwnFeatures.FirstOrDefault(name => !given.ContainsKey(name)) is { } missing)
        {
            return BankApiErrors.Field($"own_features.{missing}", "缺少这个自有特征；未知请写 null。", "This own feature is missing; write null when it is unknown.");
        }

        if (given.FirstOrDefault(pair => pair.Value is { } value && !float.IsFinite((float)value)) is { Key: { } wide })
        {
            return BankApiErrors.Field($"own_features.{wide}", "数值超出范围。", "The number is out of range.");
        }

        return given.ToDictionary(pair => pair.Key, pair => pair.Value is { } value ? (float)value : float.NaN, StringComparer.Ordinal);
    }

    /// <summary>Names and values in name order: the same features have the same digest, whatever their order in a call.</summary>
    private static byte[] Digest(string tag, IReadOnlyDictionary<string, float> features)
    {
        var text = new StringBuilder(tag);
        foreach (var (name, value) in features.OrderBy(f => f.Key, StringComparer.Ordinal))
        {
            text.Append(CultureInfo.InvariantCulture, $"\n{name}={value:R}");
        }

        return SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString()));
    }

    private static double Probability(double margin) => 1 / (1 + Math.Exp(-margin));

    private NpgsqlCommand Command(string sql, params NpgsqlParameter[] values)
    {
        var command = database.CreateCommand(sql);
        command.CommandTimeout = BankApiLimits.StatementSeconds;
        command.Parameters.AddRange(values);
        return command;
    }

    private static NpgsqlParameter Value<T>(T value) => new NpgsqlParameter<T> { TypedValue = value };

    private static string Sql(string name) => SqlResource.Read(typeof(JointDesk).Assembly, "Sql/" + name);

    private sealed record OpenedModel(JointModel Model, string ContractNo, string Version, string Sha256, double? CutOff);

    private sealed record ReadyInputs(IReadOnlyDictionary<string, float> Platform, DateOnly AsOf, Guid AuthorisationId);
}
