using System.Collections.Frozen;

namespace FinancingPlatform.Core.Enterprises;

/// <summary>The status texts (登记状态文本) that registries write and the form kept in the database.</summary>
public static class EnterpriseStatusText
{
    // Compound texts exist in real files ("吊销，未注销", "存续（在营、开业、在册）"), so the first word that says it decides; order matters:
    // "吊销,已注销" is gone either way, while "吊销,未注销" holds the word 注销 and must not be read as cancelled.
    private static readonly (string Word, EnterpriseStatus Status)[] Words =
    [
        ("吊销", EnterpriseStatus.Revoked),
        ("撤销", EnterpriseStatus.Annulled),
        ("注销", EnterpriseStatus.Cancelled),
        ("迁出", EnterpriseStatus.MovedOut),
        ("迁往", EnterpriseStatus.MovedOut),
        ("责令关闭", EnterpriseStatus.OrderedClosed),
        ("清算", EnterpriseStatus.Liquidation),
        ("歇业", EnterpriseStatus.Suspended),
        ("停业", EnterpriseStatus.Stopped),
        ("存续", EnterpriseStatus.Active),
        ("在营", EnterpriseStatus.Active),
        ("在业", EnterpriseStatus.Active),
        ("开业", EnterpriseStatus.Active),
        ("在册", EnterpriseStatus.Active),
    ];

    private static readonly FrozenDictionary<EnterpriseStatus, string> Stored = new Dictionary<EnterpriseStatus, string>
    {
        [EnterpriseStatus.Unknown] = "unknown",
        [EnterpriseStatus.Active] = "active",
        [EnterpriseStatus.Suspended] = "suspended",
        [EnterpriseStatus.Revoked] = "revoked",
        [EnterpriseStatus.Cancelled] = "cancelled",
        [EnterpriseStatus.Annulled] = "annulled",
        [EnterpriseStatus.MovedOut] = "moved_out",
        [EnterpriseStatus.OrderedClosed] = "ordered_closed",
        [EnterpriseStatus.Liquidation] = "liquidation",
        [EnterpriseStatus.Stopped] = "stopped",
    }.ToFrozenDictionary();

    private static readonly FrozenDictionary<string, EnterpriseStatus> ByStored =
        Stored.ToFrozenDictionary(pair => pair.Value, pair => pair.Key, StringComparer.Ordinal);

    /// <summary>The form kept in the database, such as <c>moved_out</c>.</summary>
    public static string ToDatabase(this EnterpriseStatus status) => Stored[status];

    /// <summary>Reads the form kept in the database.</summary>
    /// <exception cref="FormatException">It is none of them.</exception>
    public static EnterpriseStatus FromDatabase(string text) =>
        ByStored.TryGetValue(text, out var status) ? status : throw new FormatException($"'{text}' is no enterprise status.");

    /// <summary>Reads a registry's text or the database form. No text is <see cref="EnterpriseStatus.Unknown"/>; false when there is a text that says nothing known.</summary>
    public static bool TryRead(string? text, out EnterpriseStatus status)
    {
        status = EnterpriseStatus.Unknown;
        var trimmed = text?.Trim();
        if (string.IsNullOrEmpty(trimmed) || trimmed is "N/A" or "\\N" or "-" or "未知" || ByStored.TryGetValue(trimmed, out status))
        {
            return true;
        }

        foreach (var (word, meaning) in Words)
        {
            if (trimmed.Contains(word, StringComparison.Ordinal))
            {
                status = meaning;
                return true;
            }
        }

        return false;
    }
}
