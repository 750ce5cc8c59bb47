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

/// <summary>Deliveries that departments push (接口报送).</summary>
[Migration("20261126102010_aggregation_deliveries")]
[DbContext(typeof(CityContext))]
internal sealed class DeliveriesMigration : SqlMigration;
