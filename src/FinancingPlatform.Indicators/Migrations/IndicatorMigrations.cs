using FinancingPlatform.Data;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace FinancingPlatform.Indicators.Migrations;

[DbContext(typeof(CityContext))]
[Migration("20261122140700_indicators_definitions")]
internal sealed class Definitions : SqlMigration;

[DbContext(typeof(CityContext))]
[Migration("20261122140710_indicators_figures")]
internal sealed class Figures : SqlMigration;

[DbContext(typeof(CityContext))]
[Migration("20261122140720_indicators_desks")]
internal sealed class Desks : SqlMigration;

[DbContext(typeof(CityContext))]
[Migration("20261126103030_indicators_objections")]
internal sealed class OperatorObjections : SqlMigration;

[DbContext(typeof(CityContext))]
[Migration("20261126140000_indicators_sources")]
internal sealed class SourcesMigration : SqlMigration;

[DbContext(typeof(CityContext))]
[Migration("20261126140020_indicators_deliveries")]
internal sealed class DeliveriesMigration : SqlMigration;
