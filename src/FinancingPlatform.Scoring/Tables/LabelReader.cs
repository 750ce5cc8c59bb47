using System.Globalization;
using FinancingPlatform.Core.Errors;

namespace FinancingPlatform.Scoring.Tables;

/// <summary>Reads the label's column (标签列), and remembers what it held so that a mistake can be told.</summary>
internal sealed class LabelReader
{
    private const int MaxRemembered = 8;

    private readonly SchemaLabel _label;
    private readonly ValueSet _bad;
    private readonly ValueSet _leaveOut;
    private readonly Dictionary<string, int> _seen = new(StringComparer.Ordinal);
    private int _bads;
    private int _goods;

    public LabelReader(SchemaLabel label)
    {
        _label = label;
        _bad = new ValueSet(label.Bad);
        _leaveOut = new ValueSet(label.LeaveOut);
    }

    /// <summary>True for default, false for none, null for a row that is left out.</summary>
    public Result<bool?> Read(int line, string field)
    {
        if (_leaveOut.Contains(field))
        {
            return (bool?)null;
        }

        if (field.Length == 0)
        {
            return ScoringError.Table(
                $"line {line}, column {_label.Column}", "标签为空；结果未知的行请在 label.leave_out 中列出其取值 \"\"", "the label is empty; list \"\" under label.leave_out to leave such rows out");
        }

        if (_seen.Count < MaxRemembered || _seen.ContainsKey(field))
        {
            _seen[field] = _seen.GetValueOrDefault(field) + 1;
        }

        var isBad = _bad.Contains(field);
        _bads += isBad ? 1 : 0;
        _goods += isBad ? 0 : 1;
        return (bool?)isBad;
    }

    /// <summary>That all rows are of one class, with the values the column holds.</summary>
    public Error? Fault()
    {
        if ((_bads > 0 && _goods > 0) || _bads + _goods == 0)
        {
            return null;
        }

        var held = string.Join(", ", _seen.Select(p => string.Create(CultureInfo.InvariantCulture, $"“{p.Key}” ×{p.Value}")));
        return ScoringError.Table(
            $"column {_label.Column}",
            string.Create(CultureInfo.InvariantCulture, $"坏样本 {_bads} 个、好样本 {_goods} 个，只有一类；该列取值：{held}；请检查 label.bad"),
            string.Create(CultureInfo.InvariantCulture, $"all rows are of one class, {_bads} bad and {_goods} good; the column holds {held}; check label.bad"));
    }
}
