using FinancingPlatform.Core.Errors;

namespace FinancingPlatform.Scoring;

/// <summary>The expected failures of this part (评分错误), worded once.</summary>
internal static class ScoringError
{
    public static Error Model(string where, string zh, string en) =>
        new(ErrorKind.Invalid, "model-malformed", $"模型文件不可用（{where}）：{zh}。", $"The model file can't be used ({where}): {en}.") { Field = where };

    public static Error TooLarge(long bytes) =>
        new(ErrorKind.TooLarge, "model-too-large", $"模型文件超过 {bytes} 字节。", $"The model file is above {bytes} bytes.");

    public static Error NotTaken(string what) =>
        new(ErrorKind.Invalid, "model-not-supported", $"本平台不读取这种模型：{what}。请改用 binary:logistic 的 gbtree 数值特征模型。", $"This kind of model is not read: {what}. Hand in a gbtree model of binary:logistic on numeric features.");

    public static Error Pack(string file, string zh, string en) =>
        new(ErrorKind.Invalid, "pack-malformed", $"评分包文件 {file} 不可用：{zh}。", $"The scoring pack's file {file} can't be used: {en}.") { Field = file };

    public static Error Tampered(string file) =>
        new(ErrorKind.Invalid, "pack-tampered", $"评分包文件 {file} 与清单中的摘要不符，已拒绝。请重新取得原包。", $"The scoring pack's file {file} does not match the digest in its manifest and is refused. Fetch the original pack again.") { Field = file };

    public static Error NotMonotone(string feature, string where) =>
        new(ErrorKind.Invalid, "pack-not-monotone", $"模型在特征 {feature} 上违反其声明方向（{where}），已拒绝。", $"The model breaks the declared direction of {feature} ({where}) and is refused.") { Field = feature };

    public static Error Table(string where, string zh, string en) =>
        new(ErrorKind.Invalid, "table-unusable", $"数据表不可用（{where}）：{zh}。", $"The table can't be used ({where}): {en}.") { Field = where };

    public static Error Schema(string where, string zh, string en) =>
        new(ErrorKind.Invalid, "schema-unusable", $"字段说明不可用（{where}）：{zh}。", $"The schema can't be used ({where}): {en}.") { Field = where };

    public static Error NoLibrary(string tried) =>
        new(
            ErrorKind.Unavailable,
            "xgboost-missing",
            $"训练需要 XGBoost 的 C 库，未找到（试过 {tried}）。Debian/Ubuntu：apt-get install libxgboost0。评分不需要它。",
            $"Training needs XGBoost's C library, which was not found (tried {tried}). Debian/Ubuntu: apt-get install libxgboost0. Scoring does not need it.");
}
