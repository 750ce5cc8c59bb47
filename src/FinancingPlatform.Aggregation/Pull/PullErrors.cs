using FinancingPlatform.Core.Errors;

namespace FinancingPlatform.Aggregation.Pull;

/// <summary>Why a source was not pulled (抽取失败原因); the codes are a contract.</summary>
public static class PullErrors
{
    internal static Error Configuration(string where, string zh, string en) => new(ErrorKind.Invalid, "pull-configuration", $"抽取配置有误（{where}）：{zh}。", $"The configuration of sources is wrong at {where}: {en}.")
    {
        Field = where,
    };

    /// <summary>No source of that name.</summary>
    public static Error Unknown(string name, IEnumerable<string> names) => new(
        ErrorKind.NotFound, "source-unknown", $"没有抽取源 {name}；已配置：{string.Join('、', names)}。", $"There is no source {name}; configured are {string.Join(", ", names)}.");

    internal static Error Held(string name) => new(
        ErrorKind.Conflict, "source-held", $"抽取源 {name} 正由另一进程抽取，请稍后再试。", $"Source {name} is being pulled by another process; try again shortly.")
    {
        RetryAfterSeconds = (int)PullLimits.Lease.TotalSeconds,
    };

    internal static Error Unreachable(string name, string why) => new(
        ErrorKind.Unavailable, "source-unreachable", $"无法读取抽取源 {name} 的数据库：{why}", $"The database of source {name} can't be read: {why}");

    internal static Error NoTable(string name, string table) => new(
        ErrorKind.Invalid, "source-table", $"抽取源 {name} 的数据库没有可读的表 {table}。", $"The database of source {name} has no table {table} that may be read.");

    internal static Error NoColumn(string name, string column) => new(
        ErrorKind.Invalid, "source-column", $"抽取源 {name} 的表没有列 {column}。", $"The table of source {name} has no column {column}.");

    internal static Error ChangeColumn(string name, string column, string type) => new(
        ErrorKind.Invalid,
        "source-change-column",
        $"抽取源 {name} 的变更列 {column} 须为 xid8 且非空（现为 {type}），由触发器写入 pg_current_xact_id()；否则晚提交的行会被漏掉。",
        $"The change column {column} of source {name} has to be xid8 and not null (it is {type}), written by a trigger with pg_current_xact_id(); otherwise a row that commits late is missed.");

    internal static Error Changed(string name) => new(
        ErrorKind.Conflict, "source-changed", $"抽取源 {name} 的信息项或表已更改，原位点不再适用；请执行 fp pull {name} --from-start 或换一个名称。",
        $"The item or table of source {name} was changed and its position means nothing there; run fp pull {name} --from-start, or give it a new name.");

    internal static Error Restored(string name) => new(
        ErrorKind.Conflict, "source-restored", $"抽取源 {name} 的数据库已被替换或恢复，事务号不再连续；请执行 fp pull {name} --from-start 从头抽取，已入库的行只计为重复。",
        $"The database of source {name} was replaced or restored, so its transaction numbers begin anew; run fp pull {name} --from-start. What is in already counts as duplicate.");

    internal static Error LeaseLost(string name) => new(
        ErrorKind.Conflict, "source-held", $"抽取源 {name} 已由另一进程接手，本批未入库。", $"Another process took over source {name}; this batch was not kept.");
}
