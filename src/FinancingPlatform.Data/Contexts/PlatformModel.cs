namespace FinancingPlatform.Data;

/// <summary>What a context is made of (模型组成): the parts whose entities and migrations it has, and the prefix of its database's roles.</summary>
/// <param name="Parts">In the order of dependence.</param>
/// <param name="RolePrefix">city, province or nation; only migrations need it.</param>
public sealed record PlatformModel(IReadOnlyList<DataPart> Parts, string RolePrefix = "")
{
    /// <summary>Contexts with the same parts share one compiled model.</summary>
    internal string Key { get; } = string.Join(',', Parts.Select(part => part.Name));
}
