using FinancingPlatform.Data;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace FinancingPlatform.Aggregation;

/// <summary>Earlier states of registry rows (登记变更历史).</summary>
[Migration("20261122140100_aggregation_enterprise_history")]
[DbContext(typeof(CityContext))]
internal sealed class EnterpriseHistoryMigration : SqlMigration;

/// <summary>Versions and items of the shared-information lists (信用信息共享清单).</summary>
[Migration("20261122140110_aggregation_catalogue")]
[DbContext(typeof(CityContext))]
internal sealed class CatalogueMigration : SqlMigration;

/// <summary>Fresh planner statistics after a large import (统计信息).</summary>
[Migration("20261122140120_aggregation_statistics")]
[DbContext(typeof(CityContext))]
internal sealed class StatisticsMigration : SqlMigration;

/// <summary>Clocks of publication, and removal that leaves a trail without content (公示期限与依法移除).</summary>
[Migration("20261126103000_aggregation_removal")]
[DbContext(typeof(CityContext))]
internal sealed class RemovalMigration : SqlMigration;

/// <summary>Objections and the decisions of others (异议与修复决定).</summary>
[Migration("20261126103010_aggregation_objections")]
[DbContext(typeof(CityContext))]
internal sealed class ObjectionsMigration : SqlMigration;

/// <summary>Credit reports: their facts, what was issued, and what a code is worth (信用报告).</summary>
[Migration("20261126105010_aggregation_report")]
[DbContext(typeof(CityContext))]
internal sealed class ReportMigration : SqlMigration;

/// <summary>Codes as their departments sent them, and what was corrected (赋码与重错码整改).</summary>
[Migration("20261126104000_aggregation_codes")]
[DbContext(typeof(CityContext))]
internal sealed class CodesMigration : SqlMigration;

/// <summary>Deliveries that departments push (接口报送).</summary>
[Migration("20261126102010_aggregation_deliveries")]
[DbContext(typeof(CityContext))]
internal sealed class DeliveriesMigration : SqlMigration;

/// <summary>What was pushed is imported, or expires (接口报送入库).</summary>
[Migration("20261126130000_aggregation_delivery_import")]
[DbContext(typeof(CityContext))]
internal sealed class DeliveryImportMigration : SqlMigration;

/// <summary>How far departments' exchange databases have been read (前置库抽取位点).</summary>
[Migration("20261126131000_aggregation_pull")]
[DbContext(typeof(CityContext))]
internal sealed class PullMigration : SqlMigration;

/// <summary>Rows mended in the page, linked to the delivery that they mend (页面更正).</summary>
[Migration("20261126140010_aggregation_mending")]
[DbContext(typeof(CityContext))]
internal sealed class MendingMigration : SqlMigration;

/// <summary>When a repair was asked for and accepted, and what figures over all enterprises need (修复审核时限).</summary>
[Migration("20261126140100_aggregation_reviews")]
[DbContext(typeof(CityContext))]
internal sealed class ReviewsMigration : SqlMigration;

/// <summary>Where rejected files lie, so that a removal reaches them (退回文件登记).</summary>
[Migration("20261126150000_aggregation_rejected_files")]
[DbContext(typeof(CityContext))]
internal sealed class RejectedFilesMigration : SqlMigration;

/// <summary>The credit report behind the gate, for banks under an authorisation (授权查询信用报告).</summary>
[Migration("20261126150030_aggregation_report_pull")]
[DbContext(typeof(CityContext))]
internal sealed class ReportPullMigration : SqlMigration;

/// <summary>What is wrong with the city's codes, kept (重错码判定结果).</summary>
[Migration("20261126140105_aggregation_code_judgements")]
[DbContext(typeof(CityContext))]
internal sealed class CodeJudgementsMigration : SqlMigration;

/// <summary>Deliveries of no rows (零报送).</summary>
[Migration("20261126160010_aggregation_zero_reports")]
[DbContext(typeof(CityContext))]
internal sealed class ZeroReportsMigration : SqlMigration;
