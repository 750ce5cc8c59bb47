using FinancingPlatform.Data;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace FinancingPlatform.Lending.Migrations;

/// <summary>Banks, lines, loans (银行、授信、放款).</summary>
[Migration("20261122140400_lending_tables")]
[DbContext(typeof(CityContext))]
internal sealed class TablesMigration : SqlMigration;

/// <summary>The posts of banks as gate functions (回传).</summary>
[Migration("20261122140410_lending_posts")]
[DbContext(typeof(CityContext))]
internal sealed class PostsMigration : SqlMigration;

/// <summary>Banks are added by imports (银行入驻).</summary>
[Migration("20261122140480_lending_bank_onboarding")]
[DbContext(typeof(CityContext))]
internal sealed class BankOnboardingMigration : SqlMigration;

/// <summary>A loan's whole life (贷款全生命周期).</summary>
[Migration("20261126170000_lending_loan_life")]
[DbContext(typeof(CityContext))]
internal sealed class LoanLifeMigration : SqlMigration;

/// <summary>What the rules of posts share, and the rule of lines (报送规则).</summary>
[Migration("20261126170010_lending_post_rules")]
[DbContext(typeof(CityContext))]
internal sealed class PostRulesMigration : SqlMigration;

/// <summary>The rules of notes and their events (借据及事件规则).</summary>
[Migration("20261126170012_lending_post_loans")]
[DbContext(typeof(CityContext))]
internal sealed class PostLoansMigration : SqlMigration;

/// <summary>Any post of a bank as one gate function (报送入口).</summary>
[Migration("20261126170014_lending_post")]
[DbContext(typeof(CityContext))]
internal sealed class PostMigration : SqlMigration;

/// <summary>What a bank reads of its own lines and notes (本行授信与借据查询).</summary>
[Migration("20261126170030_lending_reads")]
[DbContext(typeof(CityContext))]
internal sealed class ReadsMigration : SqlMigration;
/// <summary>Limit policies and the rule over them (参考额度).</summary>
[Migration("20261126153000_lending_limits")]
[DbContext(typeof(CityContext))]
internal sealed class LimitsMigration : SqlMigration;

/// <summary>Overrides, versions that banks keep to, and limits of whichever version answers (人工调整与模型版本).</summary>
[Migration("20261126153030_lending_register")]
[DbContext(typeof(CityContext))]
internal sealed class RegisterMigration : SqlMigration;

/// <summary>How loans went, for measuring models (贷款结果).</summary>
[Migration("20261126163000_lending_outcomes")]
[DbContext(typeof(CityContext))]
internal sealed class OutcomesMigration : SqlMigration;

/// <summary>How loans went, by what banks post about them (贷款结果; rule C2).</summary>
[Migration("20261126165000_lending_outcomes_by_life")]
[DbContext(typeof(CityContext))]
internal sealed class OutcomesByLifeMigration : SqlMigration;

/// <summary>Joint models as banks hand them in, measure them and are counted by them (联合建模).</summary>
[Migration("20261126163010_lending_joint")]
[DbContext(typeof(CityContext))]
internal sealed class JointMigration : SqlMigration;

/// <summary>Products, needs and who took them (产品与需求).</summary>
[Migration("20261126172000_lending_market")]
[DbContext(typeof(CityContext))]
internal sealed class MarketMigration : SqlMigration;

/// <summary>What banks are told, by cursor and by webhook (事件与推送).</summary>
[Migration("20261126173000_lending_events")]
[DbContext(typeof(CityContext))]
internal sealed class EventsMigration : SqlMigration;

/// <summary>Post-loan alerts as rules in data (贷后预警).</summary>
[Migration("20261126174000_lending_alerts")]
[DbContext(typeof(CityContext))]
internal sealed class AlertsMigration : SqlMigration;

/// <summary>Banks that read a record are told when it is lawfully removed (停止使用).</summary>
[Migration("20261126191000_lending_stop_use")]
[DbContext(typeof(CityContext))]
internal sealed class StopUseMigration : SqlMigration;

/// <summary>Alarms of looks that lead to no decision (疑似违规查询; rule A6).</summary>
[Migration("20261126192000_lending_browsing")]
[DbContext(typeof(CityContext))]
internal sealed class BrowsingMigration : SqlMigration;

/// <summary>Lines and loans at a node (节点授信与放款).</summary>
[Migration("20261122140450_lending_node_facts")]
[DbContext(typeof(NodeContext))]
internal sealed class NodeFactsMigration : SqlMigration;

/// <summary>A loan's whole life at a node (节点贷款全生命周期).</summary>
[Migration("20261126170020_lending_node_loan_life")]
[DbContext(typeof(NodeContext))]
internal sealed class NodeLoanLifeMigration : SqlMigration;

/// <summary>Posts that are committed together (合并提交的报送).</summary>
[Migration("20261126200030_lending_post_together")]
[DbContext(typeof(CityContext))]
internal sealed class PostTogetherMigration : SqlMigration;

/// <summary>Scores with limits under several tickets (合并读取评分).</summary>
[Migration("20261126200060_lending_read_together")]
[DbContext(typeof(CityContext))]
internal sealed class ReadTogetherMigration : SqlMigration;

/// <summary>A loan is its line's (借据属于授信).</summary>
[Migration("20261126200070_lending_loan_of_line")]
[DbContext(typeof(CityContext))]
internal sealed class LoanOfLineMigration : SqlMigration;

/// <summary>Limits of the versions that an enterprise's banks keep to, for its own page (银行沿用版本的参考额度).</summary>
[Migration("20261126203010_lending_own_pins")]
[DbContext(typeof(CityContext))]
internal sealed class OwnPinsMigration : SqlMigration;

/// <summary>How loans went, of enterprises whose training leg is live (训练标签).</summary>
[Migration("20261126203030_lending_training_outcomes")]
[DbContext(typeof(CityContext))]
internal sealed class TrainingOutcomesMigration : SqlMigration;

/// <summary>What a sandbox asks before it starts (沙箱守卫).</summary>
[Migration("20261126210000_lending_sandbox")]
[DbContext(typeof(CityContext))]
internal sealed class SandboxMigration : SqlMigration;

/// <summary>Only an enterprise that proved who it is posts a need (已实名才能发布需求).</summary>
[Migration("20261126220040_lending_verified_need")]
[DbContext(typeof(CityContext))]
internal sealed class VerifiedNeedMigration : SqlMigration;

/// <summary>Looks without a decision are found by their time (疑似违规查询提速).</summary>
[Migration("20261126220050_lending_browsing_speed")]
[DbContext(typeof(CityContext))]
internal sealed class BrowsingSpeedMigration : SqlMigration;

/// <summary>Kept plans of posts and reads that come together (合并提交计划).</summary>
[Migration("20261126230020_lending_kept_plans")]
[DbContext(typeof(CityContext))]
internal sealed class KeptPlansMigration : SqlMigration;

/// <summary>How loans of one bank to some enterprises went (单家银行的贷款结果).</summary>
[Migration("20261127100000_lending_outcomes_of")]
[DbContext(typeof(CityContext))]
internal sealed class OutcomesOfMigration : SqlMigration;

/// <summary>A note that has all of its events refuses another one (借据变动已满).</summary>
[Migration("20261127110000_lending_full_note")]
[DbContext(typeof(CityContext))]
internal sealed class FullNoteMigration : SqlMigration;
