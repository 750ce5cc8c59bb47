using FinancingPlatform.BankApi.Http;
using FinancingPlatform.BankApi.Sandbox;
using FinancingPlatform.BankApi.Versions;
using FinancingPlatform.Core.Errors;
using FinancingPlatform.Hosting.Problems;
using FinancingPlatform.Lending.Posts;
using Microsoft.AspNetCore.Http.Metadata;

namespace FinancingPlatform.BankApi.Contract;

/// <summary>The operations of the contract (契约操作) and what each may answer with.</summary>
internal static class ContractOperations
{
    /// <summary>Nobody's mistake: it may happen to any request.</summary>
    private static readonly Error[] s_any = 
    [
        CommonErrors.TooMany, CommonErrors.Unavailable, CommonErrors.Internal, VersionNotices.Ended, SandboxProblems.NotASandbox, SandboxProblems.CaseUnknown,
    ];

    /// <summary>What any operation may answer with.</summary>
    public static IReadOnlyList<Error> Shared { get; } = [.. TokenProblems.All, .. s_any];

    /// <summary>Every operation by its id.</summary>
    public static IReadOnlyDictionary<string, Endpoint> Of(EndpointDataSource endpoints) => endpoints.Endpoints
        .Where(endpoint => endpoint.Metadata.GetMetadata<IEndpointNameMetadata>() is not null)
        .ToDictionary(endpoint => endpoint.Metadata.GetMetadata<IEndpointNameMetadata>()!.EndpointName, StringComparer.Ordinal);

    /// <summary>Every problem that an operation may answer with, each code and status once.</summary>
    public static IEnumerable<Error> ProblemsOf(Endpoint endpoint) =>
        OwnProblems(endpoint).Concat(OfItsSort(endpoint)).Concat(Shared).DistinctBy(error => (error.Code, ProblemStatus.Of(error)));

    private static IEnumerable<Error> OwnProblems(Endpoint endpoint) => endpoint.Metadata.OfType<RefusedWith>().SelectMany(refused => refused.Errors);

    private static IEnumerable<Error> OfItsSort(Endpoint endpoint)
    {
        var takesBody = endpoint.Metadata.GetMetadata<IAcceptsMetadata>() is not null;
        var takesNdjson = endpoint.Metadata.GetMetadata<NdjsonOperation>() is not null;
        if (endpoint.Metadata.GetMetadata<IdempotentOperation>() is not null)
        {
            yield return BankApiErrors.IdempotencyKey;
            if (!takesNdjson)
            {
                // A batch's lines are keyed one by one: there the code stands in the line's outcome.
                yield return LendingErrors.Of("idempotency-key-reused");
            }
        }

        if (takesBody)
        {
            yield return takesNdjson ? BankApiErrors.NotNdjson : BankApiErrors.NotJson;
            yield return CommonErrors.UnsupportedMediaType;
            yield return CommonErrors.BodyTooLarge;
        }

        yield return CommonErrors.Malformed;
        if (endpoint is RouteEndpoint { RoutePattern.Parameters.Count: > 0 })
        {
            // An id that is no id names nothing.
            yield return CommonErrors.NoSuchAddress;
        }
    }
}
