using FinancingPlatform.Data;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace FinancingPlatform.Exchange.Migrations;

[Migration("20261122140600_exchange_figures")]
[DbContext(typeof(PlatformContext))]
internal sealed class FiguresMigration : SqlMigration;

[Migration("20261122140610_exchange_intake")]
[DbContext(typeof(NodeContext))]
internal sealed class IntakeMigration : SqlMigration;
