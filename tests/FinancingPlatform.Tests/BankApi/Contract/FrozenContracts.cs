using System.Collections.Concurrent;
using FinancingPlatform.Cli.Bench.ApiFuzz;
using FinancingPlatform.Tests.Architecture;

namespace FinancingPlatform.Tests.BankApi.Contract;

/// <summary>The descriptions in docs/openapi, which the hosts serve byte for byte.</summary>
internal static class FrozenContracts
{
    public const string BankApi = "bank-api-v1";
    public const string AuthorizationServer = "authorization-server-v1";

    private static readonly ConcurrentDictionary<string, ApiContract> s_read = new(StringComparer.Ordinal);

    public static IReadOnlyList<string> Names { get; } = [BankApi, AuthorizationServer];

    public static string FileOf(string name) => Path.Combine(RepositoryFiles.Root, "docs", "openapi", name + ".json");

    public static ApiContract Of(string name) => s_read.GetOrAdd(name, static n => ApiContract.Parse(File.ReadAllText(FileOf(n))));

    /// <summary>Fails when an answer of the issuer is not what its description says of it: status, media type, members, error codes.</summary>
    public static void ShouldBeAsDescribed(this HttpResponseMessage answer, string text)
    {
        var request = answer.RequestMessage!;
        var contract = Of(AuthorizationServer);
        var operation = contract.Find(request.Method.Method, request.RequestUri!.AbsolutePath).ShouldNotBeNull($"{request.Method} {request.RequestUri} is not in the description");
        var described = operation.Responses[((int)answer.StatusCode).ToString(System.Globalization.CultureInfo.InvariantCulture)];
        if (text.Length == 0 && described is not null && described["content"] is null)
        {
            return;
        }

        contract.Fault(operation, (int)answer.StatusCode, answer.Content.Headers.ContentType?.MediaType, text).ShouldBeNull();
    }
}
