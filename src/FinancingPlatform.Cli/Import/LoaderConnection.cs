using System.CommandLine;
using FinancingPlatform.Data;

namespace FinancingPlatform.Cli.Import;

/// <summary>The database that imports write to, as role <c>loader</c>: the one of the running platform, or in production the one that the environment names.</summary>
internal static class LoaderConnection
{
    /// <summary>As for every host: the connection string of this program's own role.</summary>
    public const string Variable = "ConnectionStrings__Platform";

    private const string CityVariable = "Platform__CityDivision";
    private const string TaiAn = "3709";

    /// <summary>First four digits of the city's divisions.</summary>
    public static string CityDivision => Environment.GetEnvironmentVariable(CityVariable) is { Length: 4 } city ? city : TaiAn;

    public static string Of(ParseResult parsed) => Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } named
        ? named
        : Running.Find(parsed).ConnectionString("city", DatabaseRoles.Loader);
}
