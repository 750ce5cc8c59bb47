using System.Buffers.Text;
using System.Globalization;
using System.Text;
using FinancingPlatform.Core.Errors;

namespace FinancingPlatform.BankApi.Http;

/// <summary>The last row of a page (分页游标), opaque to callers.</summary>
internal readonly record struct PageCursor(DateTime? At, Guid? Id)
{
    private static Error Bad { get; } = BankApiErrors.Field("after", "after 须原样取自上一页的 next。", "after must be the next of the page before, unchanged.");

    public string Write() => Base64Url.EncodeToString(Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{At:O}|{Id:D}")));

    public static Result<PageCursor> Read(string? text)
    {
        if (text is null)
        {
            return new PageCursor(null, null);
        }

        if (!Base64Url.IsValid(text))
        {
            return Bad;
        }

        var parts = Encoding.ASCII.GetString(Base64Url.DecodeFromChars(text)).Split('|');
        return parts.Length == 2
            && DateTime.TryParseExact(parts[0], "O", CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind, out var at)
            && at.Kind == DateTimeKind.Utc
            && Guid.TryParseExact(parts[1], "D", out var id)
            ? new PageCursor(at, id)
            : Bad;
    }
}
