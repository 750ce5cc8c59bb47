using System.Globalization;
using FinancingPlatform.Core.Errors;

namespace FinancingPlatform.Aggregation.Files;

/// <summary>What can be wrong with a file as a whole; nothing of such a file is kept.</summary>
internal static class FileErrors
{
    public const string NotFoundCode = "file-not-found";

    public static Error NotFound(string path) => new(
        ErrorKind.NotFound, NotFoundCode, $"找不到文件 {path}，请检查路径。", $"There is no file {path}; check the path.");

    public static Error NotReadable(string path, string why) => new(
        ErrorKind.Invalid, "file-not-readable", $"无法读取文件 {path}：{why}", $"The file {path} can't be read: {why}");

    public static Error Empty(string path) => new(
        ErrorKind.Invalid, "file-empty", $"文件 {path} 没有表头和数据行。", $"The file {path} holds no header and no row.");

    public static Error NotText(string path) => new(
        ErrorKind.Invalid, "file-not-text", $"文件 {path} 不是文本文件（可能是电子表格或二进制文件）；请另存为 UTF-8 编码的 CSV 后重新导入。",
        $"The file {path} is not text (a spreadsheet or a binary?); save it as CSV in UTF-8 and import that.");

    public static Error WrongEncoding(long line) => new(
        ErrorKind.Invalid, "wrong-encoding", $"第 {line} 行既不是 UTF-8 也不是 GB18030 编码，或文件混用编码；请统一转换为 UTF-8 后重新导入。",
        $"Line {line} is neither UTF-8 nor GB18030, or the file mixes both; convert all of it to UTF-8 and import it again.");

    public static Error SheetUnreadable(string path, string why) => new(
        ErrorKind.Invalid, "workbook-unreadable", $"电子表格 {path} 无法读取（{why}）；请重新导出或另存为 CSV。",
        $"The workbook {path} can't be read ({why}); export it again, or save it as CSV.");

    public static Error TooManyStrings(int limit) => new(
        ErrorKind.TooLarge, "workbook-strings", $"电子表格的共享字符串超过 {limit >> 20} MiB；请拆分或另存为 CSV。",
        $"The workbook's shared strings take more than {limit >> 20} MiB; split it, or save it as CSV.");

    public static Error LineTooLong(long line, int limit) => new(
        ErrorKind.TooLarge, "line-too-long", $"第 {line} 行超过 {limit} 字节；请检查换行符。",
        $"Line {line} is longer than {limit} bytes; check the file's line ends.");

    public static Error TooLarge(long limit) => new(
        ErrorKind.TooLarge, "file-too-large", $"文件解压后超过 {Gigabytes(limit)} GiB；请拆分后分批导入。",
        $"The file unpacks to more than {Gigabytes(limit)} GiB; split it and import the parts.");

    public static Error Bomb(int ratio) => new(
        ErrorKind.TooLarge, "compression-ratio", $"文件解压比超过 {ratio} 倍，疑似压缩炸弹，已拒绝。",
        $"The file unpacks to more than {ratio} times its size, which no real table does; refused.");

    public static Error Truncated(string detail) => new(
        ErrorKind.Invalid, "file-truncated", $"文件不完整或已损坏（{detail}），未导入任何数据；请重新传输后再导入。",
        $"The file is cut off or damaged ({detail}); nothing was imported. Transfer it again and repeat the import.");

    public static Error UnpackerMissing(string program) => new(
        ErrorKind.Unavailable, "unpacker-missing", $"本机没有 {program} 程序，无法解压；请安装 xz-utils 或先解压文件。",
        $"This machine has no program {program}; install xz-utils, or unpack the file first.");

    public static Error HeaderLacks(string columns) => new(
        ErrorKind.Invalid, "header-lacks-column", $"表头缺少列：{columns}。", $"The header lacks: {columns}.");

    public static Error HeaderUnknown(string columns) => new(
        ErrorKind.Invalid, "header-unknown-column", $"表头有不认识的列：{columns}；请删除或改名。", $"The header has columns that this layout does not know: {columns}; remove or rename them.");

    public static Error HeaderTwice(string columns) => new(
        ErrorKind.Invalid, "header-duplicate-column", $"表头有重复的列：{columns}；请只保留一列。", $"The header has these columns twice: {columns}; keep one of each.");

    public static Error TooManyColumns(long line, int limit) => new(
        ErrorKind.TooLarge, "too-many-columns", $"第 {line} 行超过 {limit} 列。", $"Line {line} has more than {limit} columns.");

    private static string Gigabytes(long bytes) => (bytes >> 30).ToString(CultureInfo.InvariantCulture);
}
