using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using FinancingPlatform.Scoring.Joint;
using Npgsql;

namespace FinancingPlatform.Cli.Bench.ApiFuzz;

/// <summary>A joint model that holds (联合模型样例): one to be handed in, and one that is active already, since activating takes two operators.</summary>
internal static class JointSample
{
    private const string Contract = "HT-FUZZ";
    private const string Version = "seeded";

    private const string Model =
        """{"format":"financing-platform-scorecard/1","intercept":-1.5,"features":[{"name":"sales_12m","unknown":0.5,"bins":[{"below":100000,"log_odds":1.0},{"log_odds":0.25}]},{"name":"late_payments","unknown":0.0,"bins":[{"below":3,"log_odds":-0.5},{"log_odds":0.75}]}]}""";

    private const string Schema =
        """{"columns":[{"name":"sales_12m","role":"feature","direction":-1},{"name":"late_payments","role":"feature","direction":1}]}""";

    private static readonly byte[] s_key = SHA256.HashData("the fuzz's own model key"u8);

    /// <summary>The value of a member of a submission or a call; null for one that the schema's own example serves.</summary>
    public static JsonNode? Of(string name, string owner) => (name, owner) switch
    {
        ("kind", "JointModelRequest") => "scorecard",
        ("model", "JointModelRequest") => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(Model)),
        ("schema", "JointModelRequest") => JsonNode.Parse(Schema),
        ("own_features", "JointModelRequest") => new JsonArray("late_payments"),
        ("own_features", "JointScoreRequest") => new JsonObject { ["late_payments"] = 5 },
        ("model_key", _) => Base64Url.EncodeToString(s_key),
        _ => null,
    };

    /// <summary>Puts an active model of the bank in place, with features of every enterprise that authorised it; its id.</summary>
    public static async Task<Guid> SeedAsync(NpgsqlDataSource owner, string bankUscc, CancellationToken cancel)
    {
        var id = Guid.NewGuid();
        var model = Encoding.UTF8.GetBytes(Model);
        await using var seed = owner.CreateCommand(
            """
            with model as
            (
                insert into scoring.joint_model
                (
                    id, bank_uscc, contract_no, version, kind, sealed, model_sha256, schema, platform_features, own_features, items, state, submitted_by,
                    proposed_by, proposed_at, confirmed_by
                )
                values
                (
                    $1, $2, $3, $4, 'scorecard', $5, $6, $7::jsonb, '{sales_12m}', '{late_payments}', '{invoice-sales}', 'active', 'fuzz',
                    gen_random_uuid(), clock_timestamp(), gen_random_uuid()
                )
                returning id
            )
            insert into scoring.joint_input (model_id, authorisation_id, enterprise_id, as_of, computed_at, inputs)
            select m.id, a.id, a.enterprise_id, current_date, clock_timestamp(), '{"sales_12m": 120000}'
            from model m
            cross join consent.authorisation a
            where a.bank_uscc = $2
            """);
        foreach (var value in new object[] { id, bankUscc, Contract, Version, ModelSeal.Seal(s_key, model, bankUscc, Contract, Version), SHA256.HashData(model), Schema })
        {
            seed.Parameters.Add(new NpgsqlParameter { Value = value });
        }

        await seed.ExecuteNonQueryAsync(cancel).ConfigureAwait(false);
        return id;
    }
}
