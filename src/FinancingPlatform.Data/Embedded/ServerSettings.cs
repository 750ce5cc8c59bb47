using System.Globalization;

namespace FinancingPlatform.Data;

/// <summary>The server's settings; given at each start, so that a change of them needs no edit of an existing cluster.</summary>
internal static class ServerSettings
{
    public static string CommandLine(EmbeddedPostgresOptions options)
    {
        var settings = Defaults(options);
        foreach (var (name, value) in options.Settings)
        {
            settings[name] = value;
        }

        return string.Join(' ', settings.Select(setting => $"-c {setting.Key}={setting.Value}"));
    }

    private static SortedDictionary<string, string> Defaults(EmbeddedPostgresOptions options)
    {
        var settings = new SortedDictionary<string, string>(StringComparer.Ordinal)
        {
            ["listen_addresses"] = "127.0.0.1",
            ["port"] = options.Port.ToString(CultureInfo.InvariantCulture),
            ["unix_socket_directories"] = "''",
            ["password_encryption"] = "scram-sha-256",
            ["max_connections"] = options.MaxConnections.ToString(CultureInfo.InvariantCulture),
            ["timezone"] = "UTC",
            ["log_timezone"] = "UTC",
            ["shared_buffers"] = "256MB",
            ["maintenance_work_mem"] = "128MB",
            ["max_wal_size"] = "2GB",
            ["random_page_cost"] = "1.1",
            // Compiling a plan costs more than the short queries of this platform take.
            ["jit"] = "off",
            // Statements and their values stay out of the log: they may hold credit data.
            ["log_min_error_statement"] = "panic",
            ["log_parameter_max_length_on_error"] = "0",
            ["log_error_verbosity"] = "terse",
        };
        if (!options.Durable)
        {
            settings["fsync"] = "off";
            settings["full_page_writes"] = "off";
            settings["synchronous_commit"] = "off";
            settings["autovacuum_naptime"] = "1h";
        }

        return settings;
    }
}
