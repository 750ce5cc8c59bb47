using FinancingPlatform.Aggregation.Catalogue;
using FinancingPlatform.Core.Errors;

namespace FinancingPlatform.Aggregation.Items;

/// <summary>What a row of one item asks of another (跨信息项校验): a record of it with the same key field has to be known.</summary>
/// <param name="Field">The row's field.</param>
/// <param name="Item">The other item.</param>
/// <param name="KeyPart">Number of the field in the other item's key, from 1.</param>
internal sealed record ItemReference(FieldLayout Field, ItemLayout Item, int KeyPart);

/// <summary>Finds the items that a layout's rules name.</summary>
internal static class ItemReferences
{
    public static async Task<Result<IReadOnlyList<ItemReference>>> CompileAsync(ItemLayout layout, string connectionString, CancellationToken ct)
    {
        var references = new List<ItemReference>();
        foreach (var rule in layout.Rules.Where(rule => rule.Rule == RuleName.ExistingItem))
        {
            var other = rule.Item == layout.Code ? layout : await CatalogueStore.FindAsync(connectionString, rule.Item!, ct) is { IsOk: true } found ? found.Value : null;
            var part = other?.Key.ToList().IndexOf(rule.Match!) ?? -1;
            if (other is null || part < 0)
            {
                return LayoutRules.Invalid("rules", $"item {rule.Item} with key field {rule.Match} is not there", $"没有主键含 {rule.Match} 的信息项 {rule.Item}");
            }

            references.Add(new ItemReference(layout.Find(rule.Field!)!, other, part + 1));
        }

        return references;
    }
}
