using FinancingPlatform.Data;

namespace FinancingPlatform.Lending;

/// <summary>This part's statements, from <c>Sql/Queries</c>.</summary>
internal static class LendingSql
{
    public static string Read(string name) => SqlResource.Read(typeof(LendingSql).Assembly, "Sql/Queries/" + name);
}
