using System.Collections.Frozen;
using FinancingPlatform.Core.Catalogue;

namespace FinancingPlatform.Aggregation.Items;

/// <summary>What a row of the generic layout must bring for one item (信息项定义).</summary>
/// <param name="Code">The item's code.</param>
/// <param name="NeedsAmount">An amount is required.</param>
/// <param name="NeedsQuantity">A quantity is required.</param>
/// <param name="Codes">Allowed values of the code slot.</param>
internal sealed record ItemDefinition(string Code, bool NeedsAmount, bool NeedsQuantity, params string[] Codes)
{
    /// <summary>Values of the code slot that the law keeps out.</summary>
    public IReadOnlyList<string> Withheld { get; init; } = [];

    private static readonly FrozenDictionary<string, ItemDefinition> All = new ItemDefinition[]
    {
        new(ItemCode.TaxPayment, true, false, "paid", "arrears"),
        new(ItemCode.TaxCreditA, false, true, "A"),
        new(ItemCode.SocialInsurance, true, true, "paid", "arrears"),
        new(ItemCode.HousingFund, true, true, "paid", "arrears"),
        new(ItemCode.UtilityElectricity, true, true, "paid", "arrears"),
        new(ItemCode.UtilityWater, true, true, "paid", "arrears"),
        // Simple-procedure penalties and minor ones are no list items in Shandong (山东省社会信用条例 13) and are not published since 2026-04-01
        // (发展改革委令第36号): they are stopped here, not merely hidden later.
        new(ItemCode.Penalty, true, false, "minor", "general", "serious", "simple") { Withheld = ["simple", "minor"] },
        new(ItemCode.DishonestDebtor, true, false, "unperformed", "partly-performed"),
        new(ItemCode.Honour, false, false, "specialised", "high-tech", "green", "contract-keeping"),
        new(ItemCode.LoanDisbursed, true, false, "credit", "guarantee", "mortgage", "pledge", "combined"),
        new(ItemCode.LoanOverdue, true, true, "special-mention", "substandard", "doubtful", "loss"),
    }.ToFrozenDictionary(item => item.Code, StringComparer.Ordinal);

    /// <summary>The items that the generic layout takes.</summary>
    public static IReadOnlyCollection<string> Items => All.Keys;

    /// <summary>Null when the item has a layout of its own or does not exist.</summary>
    public static ItemDefinition? Find(string item) => All.GetValueOrDefault(item);
}
