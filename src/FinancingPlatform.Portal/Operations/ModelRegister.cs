using FinancingPlatform.Portal.Sessions;

namespace FinancingPlatform.Portal.Operations;

/// <summary>A registered pack (模型版本).</summary>
internal sealed record RegisteredPack(
    string Sha256, string Kind, string Name, string Version, bool Demonstration, int Features, string State, DateTime StateSince, string? Proposed, bool IsOwnProposal,
    long BanksPinned, long Scores, long OverridesUp, long OverridesDown)
{
    /// <summary>States that may follow, as the register allows them.</summary>
    public IReadOnlyList<string> Next => State switch
    {
        "candidate" => ["challenger", "retired"],
        "challenger" => ["champion", "retired"],
        "retired" => ["challenger"],
        _ => [],
    };
}

/// <summary>A figure about a pack (监测指标).</summary>
internal sealed record PackFigure(string Name, string Version, DateOnly AsOf, string Measure, string Figure, double? Value, long Rows, long? Bad, string Level);

/// <summary>Champion against another pack on the same enterprises of the same day (并行对比).</summary>
internal sealed record SideBySide(string Name, string Version, string Champion, DateOnly AsOf, long Compared, decimal MeanDifference, long SameGrade, long Moved);

/// <summary>A bank's joint model as the platform's staff see it (联合模型): contract, schema and counts, never the model or a result.</summary>
internal sealed record JointRow(
    Guid Id, string Bank, string Contract, string Version, string Kind, string State, DateTime StateSince, string[] PlatformFeatures, string[] OwnFeatures, string[] Items,
    bool HasCutOff, bool IsProposed, bool IsOwnProposal, long Calls, long Enterprises);

/// <summary>The model register as an operator sees it (模型登记与监测): versions, drift, overrides. No enterprise.</summary>
internal sealed record ModelRegister(IReadOnlyList<RegisteredPack> Packs, IReadOnlyList<PackFigure> Figures, IReadOnlyList<SideBySide> Comparisons, IReadOnlyList<JointRow> Joint)
{
    /// <summary>Figures that ask for somebody.</summary>
    public IEnumerable<PackFigure> Alarms => Figures.Where(f => f.Level is "alarm" or "watch");

    public static async Task<ModelRegister> ReadAsync(SessionDatabase database, CancellationToken ct)
    {
        await using var session = await database.OpenAsync(ct);
        var packs = await session.ListAsync(
            """
            select sha256, kind, name, version, demonstration, features, state, state_since, proposed_state, coalesce(is_own_proposal, false), banks_pinned, scores, overrides_up,
                overrides_down
            from scoring.operator_packs()
            """,
            static r => new RegisteredPack(
                r.GetString(0), r.GetString(1), r.GetString(2), r.GetString(3), r.GetBoolean(4), r.GetInt32(5), r.GetString(6), r.GetDateTime(7), r.Text(8), r.GetBoolean(9),
                r.GetInt64(10), r.GetInt64(11), r.GetInt64(12), r.GetInt64(13)),
            ct);
        var figures = await session.ListAsync(
            "select name, version, as_of, measure, figure, value, rows, bad, level from scoring.operator_figures()",
            static r => new PackFigure(
                r.GetString(0), r.GetString(1), r.GetFieldValue<DateOnly>(2), r.GetString(3), r.GetString(4), r.Value<double>(5), r.GetInt64(6), r.Value<long>(7), r.GetString(8)),
            ct);
        var comparisons = await session.ListAsync(
            "select name, version, champion, as_of, compared, mean_difference, same_grade, moved_20 from scoring.operator_side_by_side()",
            static r => new SideBySide(
                r.GetString(0), r.GetString(1), r.GetString(2), r.GetFieldValue<DateOnly>(3), r.GetInt64(4), r.GetDecimal(5), r.GetInt64(6), r.GetInt64(7)),
            ct);
        var joint = await session.ListAsync(
            """
            select j.id, coalesce(b.name, j.bank_uscc), j.contract_no, j.version, j.kind, j.state, j.state_since, j.platform_features, j.own_features, j.items, j.has_cut_off,
                j.is_proposed, coalesce(j.is_own_proposal, false), j.calls, j.enterprises
            from scoring.operator_joint_models() j
            left join lending.bank b on b.uscc = j.bank_uscc
            """,
            static r => new JointRow(
                r.GetGuid(0), r.GetString(1), r.GetString(2), r.GetString(3), r.GetString(4), r.GetString(5), r.GetDateTime(6), r.GetFieldValue<string[]>(7),
                r.GetFieldValue<string[]>(8), r.GetFieldValue<string[]>(9), r.GetBoolean(10), r.GetBoolean(11), r.GetBoolean(12), r.GetInt64(13), r.GetInt64(14)),
            ct);
        return new ModelRegister(packs, figures, comparisons, joint);
    }

    /// <summary>Proposes a change of state; null, or the refusal's code.</summary>
    public static Task<string?> ProposeAsync(SessionDatabase database, string sha256, string state, CancellationToken ct) =>
        AskAsync(database, "select scoring.propose_pack_state($1, $2)", ct, sha256, state);

    /// <summary>Confirms what another operator proposed; null, or the refusal's code.</summary>
    public static Task<string?> ConfirmAsync(SessionDatabase database, string sha256, CancellationToken ct) =>
        AskAsync(database, "select scoring.confirm_pack_state($1)", ct, sha256);

    /// <summary>Proposes a joint model's activation, or confirms another operator's proposal.</summary>
    public static Task<string?> ActivateJointAsync(SessionDatabase database, Guid id, CancellationToken ct) => AskAsync(database, "select scoring.activate_joint_model($1)", ct, id);

    /// <summary>Stops a joint model at once.</summary>
    public static Task<string?> SuspendJointAsync(SessionDatabase database, Guid id, CancellationToken ct) => AskAsync(database, "select scoring.suspend_joint_model($1)", ct, id);

    private static async Task<string?> AskAsync(SessionDatabase database, string sql, CancellationToken ct, params object?[] values)
    {
        await using var session = await database.OpenAsync(ct);
        await using var command = session.Command(sql, values);
        var refusal = await command.ExecuteScalarAsync(ct) as string;
        await session.CommitAsync(ct);
        return refusal;
    }
}
