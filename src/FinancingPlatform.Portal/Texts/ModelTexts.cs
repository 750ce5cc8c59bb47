namespace FinancingPlatform.Portal.Texts;

/// <summary>Texts of the model register (模型登记与监测).</summary>
internal static class ModelTexts
{
    public static readonly Text Nav = new("模型", "Models");
    public static readonly Text Title = new("模型登记与监测", "Model register and monitoring");
    public static readonly Text Lead = new(
        "版本、并行对比、漂移和银行的人工调整。本页没有企业数据；状态变更须两人。",
        "Versions, comparison side by side, drift, and banks' overrides. No enterprise data is shown here; a change of state takes two people.");
    public static readonly Text AlarmsTitle = new("需要关注", "Needs attention");
    public static readonly Text AlarmsNone = new("没有漂移或效果告警。", "No alarm of drift or performance.");
    public static readonly Text PacksTitle = new("模型版本", "Versions");
    public static readonly Text PacksNone = new("登记簿为空：后台任务启动后会登记模型。", "The register is empty: the worker enters the packs when it starts.");
    public static readonly Text Pack = new("模型", "Model");
    public static readonly Text Kind = new("种类", "Kind");
    public static readonly Text State = new("状态", "State");
    public static readonly Text Since = new("自", "Since");
    public static readonly Text Features = new("特征数", "Features");
    public static readonly Text Scores = new("评分数", "Scores");
    public static readonly Text Pinned = new("固定此版本的银行", "Banks keeping to it");
    public static readonly Text Overrides = new("人工调整（上/下）", "Overrides (up / down)");
    public static readonly Text Change = new("变更", "Change");
    public static readonly Text Propose = new("提议改为“{0}”", "Propose: {0}");
    public static readonly Text Confirm = new("确认改为“{0}”", "Confirm: {0}");
    public static readonly Text Waiting = new("已提议改为“{0}”，须另一人确认。", "Proposed: {0}; another person must confirm.");
    public static readonly Text ComparisonTitle = new("同日同企业并行对比", "Side by side, same day and enterprises");
    public static readonly Text ComparisonNone = new("没有与在用模型并行的版本。", "No version runs beside a champion.");
    public static readonly Text Champion = new("在用模型", "Champion");
    public static readonly Text AsOf = new("日期", "As of");
    public static readonly Text Compared = new("企业数", "Compared");
    public static readonly Text MeanDifference = new("平均差（分）", "Mean difference (points)");
    public static readonly Text SameGrade = new("同等级", "Same grade");
    public static readonly Text Moved = new("相差20分以上", "Apart by 20 points or more");
    public static readonly Text FiguresTitle = new("监测指标", "Figures");
    public static readonly Text FiguresNone = new("还没有监测指标。", "No figure yet.");
    public static readonly Text FiguresNote = new(
        "PSI：0.10 以下稳定，0.25 以上告警；基准是该模型首次为本市评分之日。AUC 和校准只看已放款且有结果的贷款，少于30笔或好坏不足各5笔时不显示。",
        "PSI: stable below 0.10, alarm from 0.25; its baseline is the first day that the pack scored this city. AUC and calibration see funded loans with an outcome only, and are not shown below 30 loans or 5 good and 5 bad ones.");
    public static readonly Text Measure = new("对象", "Measure");
    public static readonly Text Figure = new("指标", "Figure");
    public static readonly Text Value = new("值", "Value");
    public static readonly Text Rows = new("样本", "Rows");
    public static readonly Text Bad = new("其中坏", "Bad");
    public static readonly Text Level = new("级别", "Level");
    public static readonly Text Points = new("评分", "score");

    public static readonly Text JointTitle = new("联合模型", "Joint models");
    public static readonly Text JointNote = new(
        "模型以银行自己的密钥封存，平台人员只能看到合同、字段和次数。启用须两人，暂停一人即可、立即生效。",
        "Models are sealed under the bank's own key; staff see contract, columns and counts only. Activation takes two people; one can stop a model at once.");
    public static readonly Text JointNone = new("还没有银行提交联合模型。", "No bank has handed in a joint model yet.");
    public static readonly Text JointBank = new("银行", "Bank");
    public static readonly Text JointContract = new("合同 / 版本", "Contract / version");
    public static readonly Text JointPlatform = new("平台特征", "Platform features");
    public static readonly Text JointOwn = new("银行自有特征", "Bank's own features");
    public static readonly Text JointCalls = new("调用 / 企业", "Calls / enterprises");
    public static readonly Text JointPropose = new("提议启用", "Propose activation");
    public static readonly Text JointConfirm = new("确认启用", "Confirm activation");
    public static readonly Text JointWaiting = new("已提议启用，须另一人确认。", "Activation proposed; another person must confirm.");
    public static readonly Text JointSuspend = new("暂停", "Suspend");
    public static readonly Text StateSubmitted = new("待启用", "submitted");
    public static readonly Text StateActive = new("启用", "active");
    public static readonly Text StateSuspended = new("暂停", "suspended");

    public static readonly Text StateCandidate = new("候选", "candidate");
    public static readonly Text StateChallenger = new("挑战者", "challenger");
    public static readonly Text StateChampion = new("在用", "champion");
    public static readonly Text StateRetired = new("停用", "retired");
    public static readonly Text LevelOk = new("正常", "ok");
    public static readonly Text LevelWatch = new("关注", "watch");
    public static readonly Text LevelAlarm = new("告警", "alarm");
    public static readonly Text LevelTooFew = new("样本不足", "too few");
    public static readonly Text FigurePsi = new("群体稳定性 PSI", "population stability (PSI)");
    public static readonly Text FigureAuc = new("排序能力 AUC", "ranking (AUC)");
    public static readonly Text FigureCalibration = new("校准误差", "calibration error");

    public static readonly Text Done = new("已记录。", "Recorded.");
    public static readonly Text RefusedSecondPerson = new("提议人不能自己确认，请另一名运维人员确认。", "Whoever proposed can't confirm: ask another operator.");
    public static readonly Text RefusedCannotFollow = new("不能这样变更：新模型须先作为挑战者并行，在用模型只能由另一个模型替换。", "That change can't follow: a new model first runs as challenger, and a champion only gives way to another one.");
    public static readonly Text RefusedNothingProposed = new("没有待确认的提议。", "Nothing is proposed.");
    public static readonly Text RefusedUnknown = new("没有这个模型版本。", "There is no such version.");

    public static Text StateOf(string state) => state switch
    {
        "candidate" => StateCandidate,
        "challenger" => StateChallenger,
        "champion" => StateChampion,
        "retired" => StateRetired,
        "submitted" => StateSubmitted,
        "active" => StateActive,
        "suspended" => StateSuspended,
        _ => new Text(state, state),
    };

    public static Text LevelOf(string level) => level switch
    {
        "watch" => LevelWatch,
        "alarm" => LevelAlarm,
        "too-few" => LevelTooFew,
        _ => LevelOk,
    };

    public static Text FigureOf(string figure) => figure switch
    {
        "psi" => FigurePsi,
        "auc" => FigureAuc,
        "calibration" => FigureCalibration,
        _ => new Text(figure, figure),
    };

    public static Text RefusalOf(string code) => code switch
    {
        "second-person-needed" => RefusedSecondPerson,
        "state-cannot-follow" => RefusedCannotFollow,
        "nothing-proposed" => RefusedNothingProposed,
        _ => RefusedUnknown,
    };
}
