using System.Globalization;

namespace FinancingPlatform.Cli.Bench.ApiFuzz;

/// <summary>Values that break programs (刁钻取值): extreme, misspelt, of another kind, or not even text.</summary>
internal static class Nasty
{
    private const int LongText = 9_000;

    /// <summary>JSON strings as they stand in a body, with their quotes: some hold what no .NET string may.</summary>
    public static IReadOnlyList<string> StringTokens { get; } =
    [
        "\"\"", "\" \"", "\"\\u0000\"", "\"a\\u0000b\"", "\"\\ud800\"", "\"\\udc00\"", "\"\\ud83d\"", "\"x\\ud800y\"", "\"\\uffff\"", "\"\\ufeff\"", "\"\\u202egnp\"", "\"𠮷野家\"",
        "\"👩\u200D👩\u200D👧\u200D👦\"", "\"é\u0301\"", "\"\\n\"", "\"\\r\\nX-Injected: 1\"", "\"\\u0007\"", "\"\\u200b\"", "\"\\u00a0\"", "\"'; drop table lending.loan; --\"", "\"%s%n%x\"", "\"../../etc/passwd\"",
        "\"{{7*7}}\"", "\"${jndi:ldap://x}\"", "\"<script>alert(1)</script>\"", "\"null\"", "\"NaN\"", "\"true\"", "\"\\\\\"", "\"\\u0022\"", $"\"{new string('x', LongText)}\"",
        $"\"{new string('泰', 200)}\"", "\"-1\"", "\"1e5\"", "\"1e400\"", "\"79228162514264337593543950335\"", "\"79228162514264337593543950336\"", "\"0.0000000000000000000000000001\"",
        "\"１２３\"", "\"1,000.00\"", "\" 1\"", "\"1 \"", "\".5\"", "\"5.\"", "\"+1\"", "\"0x10\"", "\"Infinity\"", $"\"{new string('9', 400)}\"", "\"0001-01-01\"", "\"9999-12-31\"", "\"2026-02-30\"",
        "\"2026-11-26T00:00:00Z\"", "\"20261126\"", "\"00000000-0000-0000-0000-000000000000\"", "\"{0199f2f4-6c1e-7b8a-9d55-3f1f0a6c2b11}\"", "\"91370900MA3C00000P\"", "\"91370900ma3c00000p\"",
        "\"http://[::1\"", "\"https://user:secret@bank.example/x#y\"", "\"file:///etc/passwd\"",
    ];

    /// <summary>JSON numbers as they stand in a body.</summary>
    public static IReadOnlyList<string> NumberTokens { get; } =
    [
        "0", "-0", "-1", "1.0", "0.1", "1e2", "1e400", "-1e400", "2147483647", "2147483648", "-2147483649", "9223372036854775807", "9223372036854775808", "-9223372036854775809",
        "1.7976931348623157e308", "5e-324", "36500", "36501", new string('9', 500), "1E+2", "00", "01", "+1", ".5", "5.", "NaN", "Infinity", "0x1F",
    ];

    /// <summary>Tokens of other kinds.</summary>
    public static IReadOnlyList<string> OtherTokens { get; } =
    [
        "null", "true", "false", "[]", "{}", "[null]", "{\"\":null}", "[[[[[[[[[[[[[[[[[[[[1]]]]]]]]]]]]]]]]]]]]", Deep(200), Deep(4000), "undefined", "True", "'x'", "/*c*/1", "\"\\x41\"", "\"unclosed",
    ];

    /// <summary>Whole bodies that are no such request at all.</summary>
    public static IReadOnlyList<byte[]> Bodies { get; } =
    [
        [], [0], "null"u8.ToArray(), "[]"u8.ToArray(), "{}"u8.ToArray(), "\"x\""u8.ToArray(), "1"u8.ToArray(), "{"u8.ToArray(), "{\"uscc\":"u8.ToArray(), [0xEF, 0xBB, 0xBF, (byte)'{', (byte)'}'],
        [0xFF, 0xFE, (byte)'{', 0, (byte)'}', 0], [(byte)'{', (byte)'"', 0xC3, 0x28, (byte)'"', (byte)':', (byte)'1', (byte)'}'], [(byte)'{', (byte)'"', 0xED, 0xA0, 0x80, (byte)'"', (byte)':', (byte)'1', (byte)'}'],
        "{}{}"u8.ToArray(), "{},"u8.ToArray(), "uscc=1&purpose=2"u8.ToArray(), "<x/>"u8.ToArray(), "\n\n\n"u8.ToArray(), "{}\n\n{}\n"u8.ToArray(), "{\"kind\":\"loan\"}\n"u8.ToArray(),
        "{\"kind\":\"loan\",\"post\":null}\n"u8.ToArray(), "{\"kind\":\"\\u0000\",\"post\":{}}\n"u8.ToArray(), System.Text.Encoding.ASCII.GetBytes(Deep(8000)),
    ];

    /// <summary>Media types; null sends none.</summary>
    public static IReadOnlyList<string?> MediaTypes { get; } =
    [
        null, "text/plain", "application/xml", "application/x-www-form-urlencoded", "multipart/form-data", "application/json; charset=utf-16", "application/json; charset=gbk",
        "application/problem+json", "application/x-ndjson", "application/json", "application/json;;;", "/", "*/*", "application/json, application/json",
    ];

    /// <summary>Segments of a path, as they stand in the request line.</summary>
    public static IReadOnlyList<string> Segments { get; } =
    [
        "x", "0", "-1", "%00", "a%00b", "%2e%2e", "..%2f..", "%ff", "%c3%28", "%ED%A0%80", "%E6%B3%B0%E5%AE%89", "1'or'1'='1", "%25", "%3f", "%23", "%5c", "%20", "%0a", "%e2%80%ae", new string('a', 300),
        "00000000-0000-0000-0000-000000000000", "0199F2F4-6C1E-7B8A-9D55-3F1F0A6C2B11", "99999999999999999999", "{id}", "null", "%F0%A0%AE%B7",
    ];

    /// <summary>Values of a query, as they stand in the request line.</summary>
    public static IReadOnlyList<string> QueryValues { get; } =
    [
        "", "%00", "a%00", "%ff", "%ED%A0%80", "%zz", "%", "null", "true", "-1", "0", "2147483648", "9223372036854775808", "1e400", "NaN", "0.5", "1.5.5", "0001-01-01", "9999-12-31", "2026-13-01", "0000-00",
        "9999-12", "0001-01", "%E6%B3%B0", "%EF%BC%91%EF%BC%92", "'%20or%201=1", "%25%25", "%5f%5f", new string('9', 100), new string('A', 1500), "MQ", "fA", "MjAyNi0xMS0yNlQwMDowMDowMC4wMDAwMDAwWnx4",
        Cursor("9999-12-31T23:59:59.9999999Z"), Cursor("0001-01-01T00:00:00.0000000Z"), "600.1", "-600.1", "99999999999.1", "1.99999999999999999999", "%2B1", "%201",
    ];

    /// <summary>Values of a header: an idempotency key, a correlation id.</summary>
    public static IReadOnlyList<string> HeaderValues { get; } =
        ["", " ", "x y", "é", "泰安", "\u0001", "a,b", new string('k', 128), new string('k', 129), new string('k', 4000), "'; --", "%00", "\"quoted\"", "\t"];

    private static string Deep(int levels) => new string('[', levels) + new string(']', levels);

    private static string Cursor(string at) =>
        System.Buffers.Text.Base64Url.EncodeToString(System.Text.Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{at}|0199f2f4-6c1e-7b8a-9d55-3f1f0a6c2b11")));
}
