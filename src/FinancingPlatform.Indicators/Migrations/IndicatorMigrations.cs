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

[DbContext(typeof(CityContext))]
[Migration("20261126140110_indicators_quality_definitions")]
internal sealed class QualityDefinitionsMigration : SqlMigration;

[DbContext(typeof(CityContext))]
[Migration("20261126140120_indicators_quality")]
internal sealed class QualityMigration : SqlMigration;

[DbContext(typeof(CityContext))]
[Migration("20261126140130_indicators_codes")]
internal sealed class OperatorCodesMigration : SqlMigration;

[DbContext(typeof(CityContext))]
[Migration("20261126140200_indicators_uses")]
internal sealed class UsesMigration : SqlMigration;

[DbContext(typeof(CityContext))]
[Migration("20261126160000_indicators_set_aside")]
internal sealed class SetAsideMigration : SqlMigration;

[DbContext(typeof(CityContext))]
[Migration("20261126192010_indicators_browsing")]
internal sealed class BrowsingMigration : SqlMigration;
