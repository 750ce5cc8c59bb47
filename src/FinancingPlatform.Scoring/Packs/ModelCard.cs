using System.Globalization;
using System.Text;
using FinancingPlatform.Scoring.Tables;
using FinancingPlatform.Scoring.Training;

namespace FinancingPlatform.Scoring.Packs;

/// <summary>What a model card is written from (模型卡).</summary>
/// <param name="Name">The pack's name.</param>
/// <param name="Source">Name of the data file.</param>
/// <param name="SourceSha256">Its digest, hexadecimal.</param>
/// <param name="Table">The rows.</param>
/// <param name="Schema">Their columns.</param>
/// <param name="Metrics">On held-out rows.</param>
/// <param name="Groups">Figures by group, on held-out rows.</param>
/// <param name="Trained">The model.</param>
/// <param name="Demonstration">True when no figure may be shown as real.</param>
public sealed record ModelCard(
    string Name, string Source, string SourceSha256, ModelTable Table, ModelSchema Schema, ModelMetrics Metrics, IReadOnlyList<GroupFigures> Groups, TrainedModel Trained, bool Demonstration)
{
    private static readonly DateOnly s_epoch = new(1970, 1, 1);

    /// <summary>The card as Markdown: data, period, figures, limits, fairness. The same content gives the same text.</summary>
    public string Write()
    {
        var text = new StringBuilder();
        Line(text, $"# {Name}");
        Line(text, $"");
        Line(text, $"{(Demonstration ? "**Demonstration. No figure is a probability of default or a limit.** " : string.Empty)}For reference; the bank decides independently (参考，银行独立决策).");
        Data(text);
        Figures(text);
        Fair(text);
        Features(text);
        Points(text);
        Limits(text);
        return text.ToString();
    }

    private static void Line(StringBuilder text, FormattableString line) => text.Append(line.ToString(CultureInfo.InvariantCulture)).Append('\n');

    private static void Heading(StringBuilder text, string heading) => Line(text, $"\n## {heading}\n");

    private void Data(StringBuilder text)
    {
        double weight = 0, bad = 0;
        for (var row = 0; row < Table.Rows; row++)
        {
            weight += Table.WeightOf(row);
            bad += Table.WeightOf(row) * Table.Labels[row];
        }

        Heading(text, "Data / 数据");
        Line(text, $"* {Escape(Source)}, SHA-256 `{SourceSha256}`, {Table.Rows} rows{(Table.Weights.Length > 0 ? string.Create(CultureInfo.InvariantCulture, $" that stand for {weight:0}") : string.Empty)}, {bad / weight:0.00%} bad.");
        Line(text, $"* Period: {Period()}.");
    }

    private string Period()
    {
        var time = Schema.Columns.FirstOrDefault(c => c.Role == ColumnRole.Time);
        if (time is null || Table.Times.Length == 0)
        {
            return "the table names no time";
        }

        string Show(double value) => time.Type == ColumnType.Date ? s_epoch.AddDays((int)value).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) : value.ToString(CultureInfo.InvariantCulture);
        return $"{Escape(time.Name)} {Show(Table.Times.Min())} to {Show(Table.Times.Max())}";
    }

    private void Figures(StringBuilder text)
    {
        Heading(text, "Figures / 指标");
        Line(text, $"* Held out (nested folds, one subject in one fold; parameters, rounds, encodings and calibration fitted inside the training part): AUC {Metrics.Auc:0.0000}, KS {Metrics.Ks:0.0000}, Brier {Metrics.Brier:0.0000}, calibration error {Metrics.Ece:0.0000}, log loss {Metrics.Logloss:0.0000}.");
        Line(text, $"* Calibration: {Trained.Calibration.Method}.");
        var plan = Trained.Plan;
        Line(text, $"{(plan.Kind == ModelKind.Trees ? string.Create(CultureInfo.InvariantCulture, $"* XGBoost `binary:logistic`, {Trained.Rounds} rounds, depth {plan.Depth}, step {plan.Step}, seed {plan.Seed}, {plan.Threads ?? 1} thread(s); monotone in the declared directions, proved when the pack is read.") : string.Create(CultureInfo.InvariantCulture, $"* Scorecard: weights of evidence, logistic regression by Newton's method, seed {plan.Seed}."))}");
    }

    private void Fair(StringBuilder text)
    {
        Heading(text, "Groups / 公平性");
        if (Groups.Count == 0)
        {
            Line(text, $"The schema names no column under `fairness`, or no group is large enough ({Fairness.MinRows} rows, {Fairness.MinOutcomes} outcomes of each kind).");
            return;
        }

        Line(text, $"On held-out rows. Foretold above seen: judged too hard; below: too kindly.\n");
        Line(text, $"| column | group | rows | bad seen | foretold | AUC |\n|---|---|---|---|---|---|");
        foreach (var g in Groups)
        {
            Line(text, $"| {Escape(g.Column)} | {(g.Group.Length == 0 ? "(unknown)" : Escape(g.Group))} | {g.Rows} | {g.BadShare:0.00%} | {g.MeanProbability:0.00%} | {g.Auc:0.000} |");
        }
    }

    private void Features(StringBuilder text)
    {
        Heading(text, "Columns / 特征");
        foreach (var f in Table.Features)
        {
            Line(text, $"* `{Escape(f.Name)}` ({(f.Type == ColumnType.Category ? "category" : "number")}{f.Direction switch { 1 => ", risk may only rise with it", -1 => ", risk may only fall with it", _ => string.Empty }})");
        }
    }

    private void Points(StringBuilder text)
    {
        if (ModelFile.ScorecardOf(Trained.Model) is not { } card)
        {
            return;
        }

        Heading(text, "Points / 分值");
        Line(text, $"Base {card.BasePoints}; {card.AnchorPoints} points are log-odds of {card.AnchorLogOdds}; {card.PointsToDoubleOdds} points more halve the odds. A category's number is its smoothed share of defaults (`categories.json`).\n");
        Line(text, $"| column | from | below | points | rows | bad | weight of evidence |\n|---|---|---|---|---|---|---|");
        foreach (var c in card.Characteristics)
        {
            float? from = null;
            foreach (var bin in c.Bins)
            {
                Line(text, $"| {Escape(c.Name)} | {from} | {bin.Below} | {bin.Points} | {bin.Share:0.0%} | {bin.BadShare:0.0%} | {bin.Woe:0.000} |");
                from = bin.Below;
            }

            Line(text, $"| {Escape(c.Name)} | unknown | | {c.Unknown.Points} | {c.Unknown.Share:0.0%} | {c.Unknown.BadShare:0.0%} | {c.Unknown.Woe:0.000} |");
        }

        Line(text, $"\n| column | coefficient | standard error | Wald | information value |\n|---|---|---|---|---|");
        foreach (var c in card.Characteristics)
        {
            Line(text, $"| {Escape(c.Name)} | {c.Coefficient:0.0000} | {c.StandardError:0.0000} | {c.Wald:0.00} | {c.InformationValue:0.000} |");
        }

        foreach (var left in card.LeftOut ?? [])
        {
            Line(text, $"\nLeft out: {Escape(left.Name)}: {Escape(left.Why)}.");
        }
    }

    private static void Limits(StringBuilder text)
    {
        Heading(text, "Limits / 局限");
        Line(text, $"* Only subjects in the table were seen; where these are funded loans, nothing is known of those refused.");
        Line(text, $"* What was true in the period need not hold later: watch the stability of columns and score, and the calibration as outcomes arrive.");
        Line(text, $"* Unknown is not nought: a column left empty is judged as unknown columns were in the table. A category never seen counts as the average.");
        Line(text, $"* Model files: XGBoost 1.7 is proved against the library (JSON and UBJSON); 1.0 and 2.1 to 3.1 are read by their published schema. Not taken: other objectives, dart, gblinear, several classes or targets, the format before JSON.");
    }

    /// <summary>A name from a stranger's file must not make a table of its own.</summary>
    private static string Escape(string text) => text.Replace('\u001F', '/').Replace("|", "\\|", StringComparison.Ordinal).Replace("`", "'", StringComparison.Ordinal).ReplaceLineEndings(" ");
}
