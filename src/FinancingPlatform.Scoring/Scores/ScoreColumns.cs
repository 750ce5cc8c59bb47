using Npgsql;
using NpgsqlTypes;

namespace FinancingPlatform.Scoring.Scores;

/// <summary>A block's scores column by column (评分列), as the statement that writes them takes them.</summary>
internal sealed class ScoreColumns(int rows)
{
    public List<long> Enterprises { get; } = new(rows);

    public List<Guid?> Authorisations { get; } = new(rows);

    public List<double> Margins { get; } = new(rows);

    public List<int> Points { get; } = new(rows);

    public List<string> Grades { get; } = new(rows);

    public List<byte[]> Digests { get; } = new(rows);

    public List<string> Inputs { get; } = new(rows);

    /// <summary>Each text of reasons once.</summary>
    public List<string> Reasons { get; } = [];

    /// <summary>Each row's place among the reasons, counted from 1.</summary>
    public List<int> Places { get; } = new(rows);

    public static void Declare(NpgsqlCommand put)
    {
        Add(put, "enterprises", NpgsqlDbType.Bigint);
        Add(put, "authorisations", NpgsqlDbType.Uuid);
        Add(put, "margins", NpgsqlDbType.Double);
        Add(put, "points", NpgsqlDbType.Integer);
        Add(put, "grades", NpgsqlDbType.Text);
        Add(put, "digests", NpgsqlDbType.Bytea);
        Add(put, "inputs", NpgsqlDbType.Jsonb);
        Add(put, "reasons", NpgsqlDbType.Jsonb);
        Add(put, "places", NpgsqlDbType.Integer);
    }

    public void Give(NpgsqlCommand put)
    {
        put.Parameters["enterprises"].Value = Enterprises;
        put.Parameters["authorisations"].Value = Authorisations;
        put.Parameters["margins"].Value = Margins;
        put.Parameters["points"].Value = Points;
        put.Parameters["grades"].Value = Grades;
        put.Parameters["digests"].Value = Digests;
        put.Parameters["inputs"].Value = Inputs;
        put.Parameters["reasons"].Value = Reasons;
        put.Parameters["places"].Value = Places;
    }

    public void Clear()
    {
        Enterprises.Clear();
        Authorisations.Clear();
        Margins.Clear();
        Points.Clear();
        Grades.Clear();
        Digests.Clear();
        Inputs.Clear();
    }

    private static void Add(NpgsqlCommand put, string name, NpgsqlDbType type) => put.Parameters.Add(new NpgsqlParameter(name, NpgsqlDbType.Array | type) { Value = Array.Empty<string>() });
}
