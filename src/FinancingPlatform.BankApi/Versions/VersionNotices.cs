using System.Globalization;
using FinancingPlatform.BankApi.Contract;
using FinancingPlatform.Core.Errors;
using FinancingPlatform.Hosting.Problems;

namespace FinancingPlatform.BankApi.Versions;

/// <summary>
/// Notices that versions or operations will end (版本停用): <c>BankApi:Notices:0:Scope</c>, <c>NoticedOn</c>, <c>SunsetOn</c>, <c>Successor</c>. Answers carry
/// <c>Deprecation</c> (RFC 9745) and <c>Sunset</c> (RFC 8594); from the sunset on it is 410. The host does not start with a sunset that comes too soon.
/// </summary>
internal sealed class VersionNotices
{
    public const string Key = "BankApi:Notices";
    private const string Version = "v1";
    private const string Changes = "https://financing-platform.example/docs/bank-api-changes";

    private readonly Dictionary<string, VersionNotice> _byScope;

    public VersionNotices(IConfiguration configuration)
    {
        _byScope = configuration.GetSection(Key).GetChildren().Select(Read).ToDictionary(notice => notice.Scope, StringComparer.Ordinal);
        if (_byScope.Values.Select(notice => notice.Fault()).FirstOrDefault(fault => fault is not null) is { } wrong)
        {
            throw new InvalidOperationException($"{Key}: {wrong}.");
        }
    }

    /// <summary>The version, or the operation, has ended.</summary>
    public static Error Ended { get; } = new(
        ErrorKind.Gone, "version-ended", "该版本或操作已按公告停用，请改用后继版本：见变更记录。", "The version or operation has ended as announced; use its successor: see what changed.");

    /// <summary>Refuses a notice of what is no operation: a misspelt one would announce nothing.</summary>
    public void CheckScopes(EndpointDataSource endpoints)
    {
        var operations = ContractOperations.Of(endpoints);
        if (_byScope.Keys.FirstOrDefault(scope => scope != Version && !operations.ContainsKey(scope)) is { } unknown)
        {
            throw new InvalidOperationException($"{Key}: {unknown} is neither {Version} nor an operation.");
        }
    }

    /// <summary>Sets the headers; true when the operation still answers.</summary>
    public bool Announce(HttpContext context, DateTimeOffset now)
    {
        if (_byScope.Count == 0 || context.GetEndpoint()?.Metadata.GetMetadata<IEndpointNameMetadata>()?.EndpointName is not { } operation
            || (_byScope.GetValueOrDefault(operation) ?? _byScope.GetValueOrDefault(Version)) is not { } notice)
        {
            return true;
        }

        var headers = context.Response.Headers;
        headers["Deprecation"] = string.Create(CultureInfo.InvariantCulture, $"@{notice.NoticedAt.ToUnixTimeSeconds()}");
        headers["Sunset"] = notice.SunsetAt.ToUniversalTime().ToString("R", CultureInfo.InvariantCulture);
        headers.Append("Link", $"<{Changes}>; rel=\"deprecation\"; type=\"text/html\"");
        headers.Append("Link", $"<{Changes}>; rel=\"sunset\"; type=\"text/html\"");
        if (notice.Successor is { } successor)
        {
            headers.Append("Link", $"<{successor}>; rel=\"successor-version\"");
        }

        return now < notice.SunsetAt;
    }

    private static VersionNotice Read(IConfigurationSection section) => new(
        section["Scope"] ?? throw new InvalidOperationException($"{section.Path} names no Scope."),
        Day(section, nameof(VersionNotice.NoticedOn)), Day(section, nameof(VersionNotice.SunsetOn)),
        section[nameof(VersionNotice.Successor)] is { Length: > 0 } successor ? new Uri(successor) : null);

    private static DateOnly Day(IConfigurationSection section, string name) =>
        DateOnly.TryParseExact(section[name], "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)
            ? day
            : throw new InvalidOperationException($"{section.Path}:{name} is no day such as 2027-01-01.");
}

/// <summary>Puts the notices in front of the operations.</summary>
internal static class VersionNoticesSetup
{
    public static void UseVersionNotices(this WebApplication app)
    {
        var notices = app.Services.GetRequiredService<VersionNotices>();
        var clock = app.Services.GetRequiredService<TimeProvider>();
        app.Use((context, next) => notices.Announce(context, clock.GetUtcNow()) ? next(context) : context.WriteProblemAsync(VersionNotices.Ended));
    }
}
