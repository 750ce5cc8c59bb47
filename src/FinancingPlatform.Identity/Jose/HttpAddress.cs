namespace FinancingPlatform.Identity.Jose;

/// <summary>
/// Compares an <c>htu</c> with a request's address (地址比较, RFC 9449 section 4.3): RFC 3986 syntax and scheme normalisation (sections 6.2.2, 6.2.3), query and
/// fragment left out. Beyond it an escaped sign and the sign itself are one, as they are to the server that reads the path; an escaped slash parts no segment
/// and stays another address.
/// </summary>
internal static class HttpAddress
{
    private const string EscapedSlash = "%2F";
    private const string KeptSlash = "%252F";

    public static bool AreEqual(string? claimed, Uri actual) =>
        claimed is not null
        && Uri.TryCreate(claimed, UriKind.Absolute, out var address)
        && (address.Scheme == Uri.UriSchemeHttp || address.Scheme == Uri.UriSchemeHttps)
        && address.UserInfo.Length == 0
        && address.Scheme == actual.Scheme
        && string.Equals(address.IdnHost, actual.IdnHost, StringComparison.OrdinalIgnoreCase)
        && address.Port == actual.Port
        && (address.AbsolutePath == actual.AbsolutePath || AsRead(address.AbsolutePath) == AsRead(actual.AbsolutePath));

    private static string AsRead(string path) => Uri.UnescapeDataString(path.Replace(EscapedSlash, KeptSlash, StringComparison.OrdinalIgnoreCase));
}
