using FinancingPlatform.Data;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace FinancingPlatform.Scoring;

/// <summary>Scores and what a run stages (评分表).</summary>
[Migration("20261122140500_scoring_tables")]
[DbContext(typeof(CityContext))]
internal sealed class TablesMigration : SqlMigration;

/// <summary>Item mode and live authorisation as views (特征读取视图).</summary>
[Migration("20261122140510_scoring_views")]
[DbContext(typeof(CityContext))]
internal sealed class ViewsMigration : SqlMigration;

/// <summary>Rights, the read behind the gate, and the trigger on authorisations (评分读取与撤回).</summary>
[Migration("20261122140520_scoring_gate")]
[DbContext(typeof(CityContext))]
internal sealed class GateMigration : SqlMigration;

/// <summary>What a lawful removal does to scores and packs (依法移除后的评分处理).</summary>
[Migration("20261126103020_scoring_removal")]
[DbContext(typeof(CityContext))]
internal sealed class RemovalMigration : SqlMigration;

/// <summary>Marks of objections on reasons; removed inputs are told to nobody (异议标注与停用).</summary>
[Migration("20261126150010_scoring_marks")]
[DbContext(typeof(CityContext))]
internal sealed class MarksMigration : SqlMigration;

/// <summary>Invoice loops and guarantee circles (关联闭环).</summary>
[Migration("20261126153005_scoring_rings")]
[DbContext(typeof(CityContext))]
internal sealed class RingsMigration : SqlMigration;

/// <summary>The register of packs, parallel scores, overrides and figures (模型登记与监测).</summary>
[Migration("20261126153010_scoring_register")]
[DbContext(typeof(CityContext))]
internal sealed class RegisterMigration : SqlMigration;

/// <summary>Reading by the version that a bank keeps to; changes of state by two people (模型版本读取与变更).</summary>
[Migration("20261126153020_scoring_register_gate")]
[DbContext(typeof(CityContext))]
internal sealed class RegisterGateMigration : SqlMigration;

/// <summary>Joint models: sealed models, ready features, calls (联合建模).</summary>
[Migration("20261126153100_scoring_joint")]
[DbContext(typeof(CityContext))]
internal sealed class JointMigration : SqlMigration;

/// <summary>Lists of public scores for banks (预授信名单).</summary>
[Migration("20261126172500_scoring_pre_credit")]
[DbContext(typeof(CityContext))]
internal sealed class PreCreditMigration : SqlMigration;

/// <summary>Scores under several tickets (合并读取评分).</summary>
[Migration("20261126200050_scoring_read_together")]
[DbContext(typeof(CityContext))]
internal sealed class ReadTogetherMigration : SqlMigration;

/// <summary>What a pulled score asks when it is written (查询留痕约束).</summary>
[Migration("20261126200080_scoring_pulls")]
[DbContext(typeof(CityContext))]
internal sealed class PullsMigration : SqlMigration;

/// <summary>Versions that an enterprise's banks keep to, for its own page (银行沿用版本的评分).</summary>
[Migration("20261126203000_scoring_own_pins")]
[DbContext(typeof(CityContext))]
internal sealed class OwnPinsMigration : SqlMigration;

/// <summary>What may be learnt from: the training leg, its records, and which packs it went into (训练授权).</summary>
[Migration("20261126203020_scoring_training")]
[DbContext(typeof(CityContext))]
internal sealed class TrainingMigration : SqlMigration;

/// <summary>A run over a whole city without work that is not its own (全市评分提速).</summary>
[Migration("20261126191000_scoring_whole_city")]
[DbContext(typeof(CityContext))]
internal sealed class WholeCityMigration : SqlMigration;

/// <summary>A look at a score or a call of a joint model that would show nothing (暂无评分不计次).</summary>
[Migration("20261126220020_scoring_nothing_shown")]
[DbContext(typeof(CityContext))]
internal sealed class NothingShownMigration : SqlMigration;

/// <summary>A bank's newest joint models, found first and counted then (联合模型列表提速).</summary>
[Migration("20261126230030_scoring_joint_list")]
[DbContext(typeof(CityContext))]
internal sealed class JointListMigration : SqlMigration;

/// <summary>How often a joint model answered, counted when it answers (联合模型调用计数).</summary>
[Migration("20261127130000_scoring_joint_tally")]
[DbContext(typeof(CityContext))]
internal sealed class JointTallyMigration : SqlMigration;
