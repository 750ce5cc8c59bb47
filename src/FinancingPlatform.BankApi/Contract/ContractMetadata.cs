using FinancingPlatform.Core.Errors;

namespace FinancingPlatform.BankApi.Contract;

/// <summary>Problems of its own that an operation may answer with (本操作的错误), beside those that every operation of its sort may.</summary>
internal sealed record RefusedWith(IReadOnlyList<Error> Errors);

/// <summary>The operation needs an Idempotency-Key (幂等键).</summary>
internal sealed record IdempotentOperation;

/// <summary>The operation takes NDJSON and not JSON (逐行 JSON).</summary>
internal sealed record NdjsonOperation;

/// <summary>What routes say of themselves for the contract (接口契约元数据).</summary>
internal static class ContractMetadata
{
    /// <summary>Says which problems this operation may answer with.</summary>
    public static RouteHandlerBuilder Refuses(this RouteHandlerBuilder route, params IEnumerable<Error> errors) => route.WithMetadata(new RefusedWith([.. errors]));

    /// <summary>Says that this operation is done once for each Idempotency-Key.</summary>
    public static RouteHandlerBuilder IsIdempotent(this RouteHandlerBuilder route) => route.WithMetadata(new IdempotentOperation());

    /// <summary>Says that the body is NDJSON.</summary>
    public static RouteHandlerBuilder TakesNdjson(this RouteHandlerBuilder route) => route.WithMetadata(new NdjsonOperation());
}
