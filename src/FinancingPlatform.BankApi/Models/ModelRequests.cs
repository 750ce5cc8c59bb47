using System.Text.Json.Serialization.Metadata;
using FinancingPlatform.BankApi.Http;
using FinancingPlatform.Core.Errors;
using FinancingPlatform.Lending.Models;

namespace FinancingPlatform.BankApi.Models;

/// <summary>An override as a bank posts it.</summary>
internal sealed record OverrideRequest(Guid Ticket, string Direction, string Reason) : IJsonRequest<OverrideRequest>
{
    public static JsonTypeInfo<OverrideRequest> JsonType => BankApiJson.Default.OverrideRequest;

    public Result<ScoreOverride> Read() => new ScoreOverride(Ticket, Direction, Reason);
}

/// <summary>The version that a bank accepts.</summary>
internal sealed record PackPinRequest(string PackSha256) : IJsonRequest<PackPinRequest>
{
    public static JsonTypeInfo<PackPinRequest> JsonType => BankApiJson.Default.PackPinRequest;
}

/// <summary>A version of a score as a bank sees it.</summary>
/// <param name="PackSha256">Its digest.</param>
/// <param name="Kind">public or full.</param>
/// <param name="Name">Its name.</param>
/// <param name="Version">Its version.</param>
/// <param name="Demonstration">True when its figures are no real probability or limit.</param>
/// <param name="State">champion, challenger, or another one that this bank still keeps to.</param>
/// <param name="IsPinned">True when this bank chose it, or kept it when another one became champion.</param>
/// <param name="IsInUse">True when this bank's pulls are answered by it.</param>
/// <param name="EnterprisesScored">How many enterprises that authorised this bank have a full score by it today.</param>
internal sealed record PackAnswer(
    string PackSha256, string Kind, string Name, string Version, bool Demonstration, string State, bool IsPinned, bool IsInUse, long EnterprisesScored);

/// <summary>The versions on offer.</summary>
internal sealed record PackList(IReadOnlyList<PackAnswer> Items);

/// <summary>An override that was taken.</summary>
internal sealed record OverrideAnswer(Guid Id, Guid Ticket, string Direction);

/// <summary>A version that was accepted.</summary>
internal sealed record PackPinAnswer(string PackSha256);
