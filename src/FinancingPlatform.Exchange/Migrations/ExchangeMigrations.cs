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

/// <summary>The hint to the relay that holds up no commit (待报通知).</summary>
[Migration("20261126200010_exchange_wake")]
[DbContext(typeof(PlatformContext))]
internal sealed class WakeMigration : SqlMigration;
