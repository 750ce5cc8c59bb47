using System.Buffers.Text;
using System.Globalization;
using System.Text;

namespace FinancingPlatform.Portal.Sessions;

/// <summary>Where the next page of a list begins (分页游标): the last row's instant and id. A cursor that a person spoiled starts from the top.</summary>
internal readonly record struct PageCursor(DateTimeOffset At, Guid Id)
{
    /// <summary>Rows of one page.</summary>
    public const int PageSize = 20;

    private const char Separator = '~';

    /// <summary>As it stands in an address.</summary>
    public override string ToString() =>
        Base64Url.EncodeToString(Encoding.ASCII.GetBytes($"{At.UtcDateTime:O}{Separator}{Id:N}"));

    /// <summary>Reads an address's cursor; null when there is none or it is none of ours.</summary>
    public static PageCursor? Parse(string? text)
    {
        if (string.IsNullOrEmpty(text) || !Base64Url.IsValid(text))
        {
            return null;
        }

        var parts = Encoding.ASCII.GetString(Base64Url.DecodeFromChars(text)).Split(Separator);
        return parts.Length == 2
            && DateTimeOffset.TryParseExact(parts[0], "O", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at)
            && Guid.TryParseExact(parts[1], "N", out var id)
            ? new PageCursor(at, id)
            : null;
    }
}

/// <summary>A page of a list and where the next one begins; null on the last.</summary>
internal sealed record ListPage<T>(IReadOnlyList<T> Rows, string? Next)
{
    /// <summary>Cuts the page out of one row more than it holds.</summary>
    public static ListPage<T> Cut(List<T> rows, int size, Func<T, PageCursor> cursor) => rows.Count <= size
        ? new ListPage<T>(rows, null)
        : new ListPage<T>(rows.GetRange(0, size), cursor(rows[size - 1]).ToString());
}
