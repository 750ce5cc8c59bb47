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

/// <summary>Lists of public scores for banks (预授信名单).</summary>
[Migration("20261126172500_scoring_pre_credit")]
[DbContext(typeof(CityContext))]
internal sealed class PreCreditMigration : SqlMigration;
