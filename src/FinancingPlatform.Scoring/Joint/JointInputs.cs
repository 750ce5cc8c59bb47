using System.Buffers;
using System.Text;
using System.Text.Json;
using FinancingPlatform.Core.Calendar;
using FinancingPlatform.Data;
using FinancingPlatform.Scoring.Features;
using FinancingPlatform.Scoring.Packs;
using Npgsql;

namespace FinancingPlatform.Scoring.Joint;

/// <summary>
/// Computes the platform's features for active joint models (联合建模特征): by the same statement and through the same views as a full score, for the
/// authorisations of the model's own bank that cover its items. Runs as database role worker, which reads no model.
/// </summary>
public sealed class JointInputs(NpgsqlDataSource source, TimeProvider clock)
{
    private const int BatchRows = 1000;
    private static readonly string s_put = SqlResource.Read(typeof(JointInputs).Assembly, "Sql/Joint/put.sql");
    private static readonly string s_sweep = SqlResource.Read(typeof(JointInputs).Assembly, "Sql/Joint/sweep.sql");

    /// <summary>For all enterprises, or the named ones; answers how many rows are ready.</summary>
    public async Task<long> RunAsync(long[]? enterprises = null, CancellationToken ct = default)
    {
        var ready = 0L;
        foreach (var (id, bank, names) in await ActiveAsync(ct))
        {
            ready += await RunAsync(id, bank, names, enterprises, ct);
        }

        return ready;
    }

    /// <summary>Erases what no live authorisation and no active model asks for any more.</summary>
    public async Task<int> SweepAsync(CancellationToken ct = default)
    {
        await using var sweep = source.CreateCommand(s_sweep);
        return await sweep.ExecuteNonQueryAsync(ct);
    }

    private async Task<List<(Guid Id, string Bank, string[] Features)>> ActiveAsync(CancellationToken ct)
    {
        await using var read = source.CreateCommand("select m.id, m.bank_uscc, m.platform_features from scoring.joint_model m where m.state = 'active' order by m.id");
        await using var reader = await read.ExecuteReaderAsync(ct);
        var models = new List<(Guid, string, string[])>();
        while (await reader.ReadAsync(ct))
        {
            models.Add((reader.GetGuid(0), reader.GetString(1), reader.GetFieldValue<string[]>(2)));
        }

        return models;
    }

    private async Task<long> RunAsync(Guid model, string bank, string[] names, long[]? enterprises, CancellationToken ct)
    {
        // A model was checked against the catalogue when it was handed in; a feature that a later release dropped stops the model, in plain sight.
        var features = names.Select(n => FeatureCatalogue.Find(n) ?? throw new InvalidOperationException($"Joint model {model} reads feature {n}, which this release does not declare.")).ToList();
        var scope = new FeatureScope(China.Today(clock), clock.GetUtcNow(), enterprises);
        var batch = new List<(Guid Authorisation, long Enterprise, string Inputs)>(BatchRows);
        var ready = 0L;
        await using var connection = await source.OpenConnectionAsync(ct);
        await using var command = FeatureRows.Command(connection, FeatureSql.Compile(PackKind.Full, features), scope);
        await FeatureRows.ReadAsync(command, features.Count, async (subject, row, token) =>
        {
            batch.Add((subject.AuthorisationId!.Value, subject.EnterpriseId, Write(names, row)));
            if (batch.Count == BatchRows)
            {
                ready += await PutAsync(model, bank, scope.AsOf, batch, token);
            }
        }, ct);
        return ready + await PutAsync(model, bank, scope.AsOf, batch, ct);
    }

    private async Task<int> PutAsync(Guid model, string bank, DateOnly asOf, List<(Guid Authorisation, long Enterprise, string Inputs)> batch, CancellationToken ct)
    {
        await using var put = source.CreateCommand(s_put);
        put.Parameters.AddWithValue("model", model);
        put.Parameters.AddWithValue("bank", bank);
        put.Parameters.AddWithValue("as_of", asOf);
        put.Parameters.AddWithValue("authorisations", batch.Select(b => b.Authorisation).ToArray());
        put.Parameters.AddWithValue("enterprises", batch.Select(b => b.Enterprise).ToArray());
        put.Parameters.AddWithValue("inputs", batch.Select(b => b.Inputs).ToArray());
        batch.Clear();
        return await put.ExecuteNonQueryAsync(ct);
    }

    private static string Write(string[] names, float[] row)
    {
        var buffer = new ArrayBufferWriter<byte>(512);
        using var writer = new Utf8JsonWriter(buffer);
        writer.WriteStartObject();
        for (var i = 0; i < names.Length; i++)
        {
            if (float.IsNaN(row[i]))
            {
                writer.WriteNull(names[i]);
            }
            else
            {
                writer.WriteNumber(names[i], row[i]);
            }
        }

        writer.WriteEndObject();
        writer.Flush();
        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }
}
