using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json.Nodes;

namespace FinancingPlatform.Cli.Bench.ApiFuzz;

/// <summary>Makes requests that may well be accepted (样例生成), from the schema, its examples, and what earlier answers told: ids, numbers, tickets.</summary>
internal sealed class SampleMaker(ApiContract contract, Random random, DateOnly today)
{
    /// <summary>Pool of the joint models that may be called: one that was only handed in answers nobody.</summary>
    public const string ActiveModels = "id:joint-models:active";

    private const decimal LineAmount = 500_000;
    private const decimal LoanAmount = 5_000;
    private const decimal Instalment = 10;
    private const string CallsAModel = "CallJointModel";
    private const string PullsAScore = "PullScore";
    private const int PoolSize = 40;
    private const string Reference = "#/components/schemas/";
    private static readonly HashSet<string> s_learnt = new(["id", "need_id", "ticket", "line_no", "note_no", "event_no", "product_no", "pack_sha256", "next"], StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, List<JsonNode>> _pools = new(StringComparer.Ordinal);
    private readonly Dictionary<string, decimal> _balances = new(StringComparer.Ordinal);

    /// <summary>A live value of a field.</summary>
    public void Know(string field, JsonNode value)
    {
        var pool = _pools.GetOrAdd(field, _ => []);
        lock (pool)
        {
            if (pool.Count < PoolSize)
            {
                pool.Add(value.DeepClone());
            }
            else
            {
                pool[random.Next(PoolSize)] = value.DeepClone();
            }
        }
    }

    /// <summary>Remembers what an operation's answer tells.</summary>
    public void Learn(ApiOperation operation, JsonNode? answer)
    {
        if (answer is not JsonObject members)
        {
            return;
        }

        LearnBalance(operation, members);
        foreach (var (name, value) in members)
        {
            // A step of a need answers with the claim's id beside the need's; of tickets only a score's is asked for again.
            if (value is JsonValue && s_learnt.Contains(name) && !(name == "id" && members.ContainsKey("need_id")) && (name != "ticket" || operation.Id == PullsAScore))
            {
                Know(name switch { "id" => IdPool(operation), "need_id" => "id:needs", _ => name }, value);
            }

            foreach (var item in (value as JsonArray)?.OfType<JsonObject>() ?? [])
            {
                Learn(operation, item);
            }
        }
    }

    /// <summary>Which ids an operation's path names: those that its area's own answers told.</summary>
    public static string IdPool(ApiOperation operation) => operation.Id == CallsAModel ? ActiveModels : "id:" + operation.Path.Split('/')[2];

    /// <summary>A value that the schema allows.</summary>
    /// <param name="schema">The schema.</param>
    /// <param name="name">The field, or the pool that knows live values of it.</param>
    /// <param name="owner">The schema that has the field.</param>
    public JsonNode? Sample(JsonObject schema, string? name = null, string? owner = null)
    {
        if (name is not null && Known(name, owner) is { } known)
        {
            return known;
        }

        if (schema["$ref"]?.GetValue<string>() is { } reference)
        {
            owner = reference[Reference.Length..];
            return Sample(contract.Document["components"]!["schemas"]![owner]!.AsObject(), name, owner);
        }

        if ((schema["oneOf"] ?? schema["anyOf"]) is JsonArray either)
        {
            return Sample(either[random.Next(either.Count)]!.AsObject(), name, owner);
        }

        if (schema["enum"] is JsonArray values)
        {
            return values[random.Next(values.Count)]?.DeepClone();
        }

        return schema["properties"] is JsonObject properties ? Object(schema, properties, owner)
            : schema["type"]?.ToString() == "object" && schema["examples"] is null ? new JsonObject()
            : schema["type"]?.ToString() == "array" && schema["items"] is JsonObject items && schema["examples"] is null ? new JsonArray(Sample(items))
            : schema["examples"]?[0]?.DeepClone() ?? (schema["type"]?.ToString() == "null" ? null : "x");
    }

    private JsonObject Object(JsonObject schema, JsonObject properties, string? owner)
    {
        var required = schema["required"]?.AsArray().Select(field => field!.GetValue<string>()).ToHashSet(StringComparer.Ordinal) ?? [];
        var made = new JsonObject(properties.Where(property => required.Contains(property.Key) || (property.Key, owner) is ("own_features", "JointScoreRequest") || random.Next(6) == 0)
            .Select(property => KeyValuePair.Create(property.Key, Sample(property.Value!.AsObject(), property.Key, owner))));
        if (owner == "RepaymentRequest")
        {
            AddUp(made);
        }

        return made;
    }

    /// <summary>Mostly the balance after a repayment is what the note's last answer leaves: any other is refused.</summary>
    private void AddUp(JsonObject repayment)
    {
        if (random.Next(8) != 0 && repayment["note_no"] is { } note && _balances.TryGetValue(note.ToString(), out var owed) && owed >= Instalment)
        {
            repayment["principal"] = Yuan(Instalment);
            repayment["balance"] = Yuan(owed - Instalment);
        }
    }

    /// <summary>What a note owes: said after an event and in a list, and the whole amount after a loan.</summary>
    private void LearnBalance(ApiOperation operation, JsonObject answer)
    {
        if (answer["note_no"]?.GetValueKind() != System.Text.Json.JsonValueKind.String)
        {
            return;
        }

        var note = answer["note_no"]!.GetValue<string>();
        if (answer["balance"]?["value"] is { } left && decimal.TryParse(left.ToString(), NumberStyles.Number, CultureInfo.InvariantCulture, out var owed))
        {
            _balances[note] = owed;
        }
        else if (operation.Id == "PostLoan")
        {
            _balances[note] = LoanAmount;
        }
    }

    private static JsonObject Yuan(decimal amount) => new() { ["value"] = amount.ToString("0.00", CultureInfo.InvariantCulture), ["currency"] = "CNY" };

    /// <summary>A number of its own where a post makes something new, and a live one where it names what is there.</summary>
    private bool IsNew(string name, string? owner) => (name, owner) is ("line_no", "CreditLineRequest") or ("note_no", "LoanRequest") or ("event_no", _) or ("product_no", _) or ("decision_no", _) or ("version", _)
        && random.Next(8) != 0;

    private JsonNode? Known(string name, string? owner)
    {
        return name switch
        {
            // A line for many loans, and loans for many repayments.
            "amount" when owner is "CreditLineRequest" => Yuan(LineAmount),
            "amount" when owner is "LoanRequest" => Yuan(LoanAmount),
            "rows" when owner is "DeliveryRequest" => random.Next(4),
            "purpose" when owner is "ScorePullRequest" or "ReportPullRequest" or "JointScoreRequest" && random.Next(4) != 0 => "loan-application",
            _ when owner is "JointModelRequest" or "JointScoreRequest" && JointSample.Of(name, owner) is { } joint => joint,
            // Back to where the seeded authorisations begin, so that a loan can be overdue by today.
            "valid_from" when owner is "CreditLineRequest" => Day(-25),
            "valid_from" => Day(0),
            "valid_to" => Day(300),
            "disbursed_on" => Day(-20),
            "occurred_on" => Day(0),
            "decided_on" => Day(0),
            "due_on" => Day(random.Next(1, 200)),
            "value" => random.Next(8) == 0 ? "0.00" : random.Next(1, 300).ToString("0.00", CultureInfo.InvariantCulture),
            "backfill" or "withdrawn" or "first_loan" => random.Next(10) == 0,
            "line_no" or "note_no" or "event_no" or "product_no" or "version" or "decision_no" when IsNew(name, owner) => string.Create(CultureInfo.InvariantCulture, $"F{random.NextInt64():x}"),
            _ => FromPool(name),
        };
    }

    private JsonNode? FromPool(string name)
    {
        if (!_pools.TryGetValue(name, out var pool) || random.Next(8) == 0)
        {
            return null;
        }

        lock (pool)
        {
            return pool[random.Next(pool.Count)].DeepClone();
        }
    }

    private JsonNode Day(int later) => today.AddDays(later).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
