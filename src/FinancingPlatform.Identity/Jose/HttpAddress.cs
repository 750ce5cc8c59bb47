namespace FinancingPlatform.Identity.Jose;

/// <summary>Compares an <c>htu</c> with a request's address (地址比较): RFC 3986 syntax and scheme normalisation, query and fragment left out.</summary>
internal static class HttpAddress
{
    public static bool AreEqual(string? claimed, Uri actual) =>
        claimed is not null
        && Uri.TryCreate(claimed, UriKind.Absolute, out var address)
        && (address.Scheme == Uri.UriSchemeHttp || address.Scheme == Uri.UriSchemeHttps)
        && address.UserInfo.Length == 0
        && address.Scheme == actual.Scheme
        && string.Equals(address.IdnHost, actual.IdnHost, StringComparison.OrdinalIgnoreCase)
        && address.Port == actual.Port
        && address.AbsolutePath == actual.AbsolutePath;
}
