using FinancingPlatform.Data;

namespace FinancingPlatform.Consent;

/// <summary>This part's statements, from <c>Sql/Queries</c>.</summary>
internal static class ConsentSql
{
    public static string Read(string name) => SqlResource.Read(typeof(ConsentSql).Assembly, "Sql/Queries/" + name);
}
