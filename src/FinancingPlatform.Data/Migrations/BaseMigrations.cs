using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace FinancingPlatform.Data;

/// <summary>Schemas, default privileges (模式与默认权限).</summary>
[Migration("20261122140000_data_schemas")]
[DbContext(typeof(PlatformContext))]
internal sealed class SchemasMigration : SqlMigration;

/// <summary>The registry of enterprises (登记库).</summary>
[Migration("20261122140010_data_enterprise")]
[DbContext(typeof(CityContext))]
internal sealed class EnterpriseMigration : SqlMigration;

/// <summary>Catalogue, batches and records of credit data (信用数据).</summary>
[Migration("20261122140020_data_credit")]
[DbContext(typeof(CityContext))]
internal sealed class CreditMigration : SqlMigration;

/// <summary>Outbox (发件箱).</summary>
[Migration("20261122140030_data_outbox")]
[DbContext(typeof(PlatformContext))]
internal sealed class OutboxMigration : SqlMigration;

/// <summary>Inbox (收件箱).</summary>
[Migration("20261122140040_data_inbox")]
[DbContext(typeof(PlatformContext))]
internal sealed class InboxMigration : SqlMigration;

/// <summary>Audit chain (审计链).</summary>
[Migration("20261122140050_data_audit")]
[DbContext(typeof(PlatformContext))]
internal sealed class AuditMigration : SqlMigration;

/// <summary>Reach of the seals (封印范围).</summary>
[Migration("20261122140060_data_audit_sealed")]
[DbContext(typeof(PlatformContext))]
internal sealed class AuditSealedMigration : SqlMigration;

/// <summary>Layouts, rejected rows and attempts of deliveries (数据报送).</summary>
[Migration("20261126100100_data_deliveries")]
[DbContext(typeof(CityContext))]
internal sealed class DeliveriesMigration : SqlMigration;

/// <summary>Links and messages of requests that are committed together (合并提交).</summary>
[Migration("20261126200000_data_group_writes")]
[DbContext(typeof(PlatformContext))]
internal sealed class GroupWritesMigration : SqlMigration;

/// <summary>Cheaper bytes of a link (审计链字节).</summary>
[Migration("20261126230000_data_short_links")]
[DbContext(typeof(PlatformContext))]
internal sealed class ShortLinksMigration : SqlMigration;
