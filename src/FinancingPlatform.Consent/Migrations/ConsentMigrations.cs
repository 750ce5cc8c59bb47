using FinancingPlatform.Data;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace FinancingPlatform.Consent.Migrations;

/// <summary>Texts, authorisations, looks (授权与查询记录).</summary>
[Migration("20261122140300_consent_tables")]
[DbContext(typeof(CityContext))]
internal sealed class TablesMigration : SqlMigration;

/// <summary>Who may see which rows (行级权限).</summary>
[Migration("20261122140310_consent_rights")]
[DbContext(typeof(CityContext))]
internal sealed class RightsMigration : SqlMigration;

/// <summary>The gate functions (查询闸门).</summary>
[Migration("20261122140320_consent_gate")]
[DbContext(typeof(CityContext))]
internal sealed class GateMigration : SqlMigration;

/// <summary>The first texts (授权书文本).</summary>
[Migration("20261122140330_consent_text_templates")]
[DbContext(typeof(CityContext))]
internal sealed class TextTemplatesMigration : SqlMigration;

/// <summary>Authorisations at a node (节点授权).</summary>
[Migration("20261122140350_consent_node_authorisation")]
[DbContext(typeof(NodeContext))]
internal sealed class NodeAuthorisationMigration : SqlMigration;

/// <summary>Pauses at a node (节点暂停).</summary>
[Migration("20261126191010_consent_node_pause")]
[DbContext(typeof(NodeContext))]
internal sealed class NodePauseMigration : SqlMigration;

/// <summary>What a verification of every signature reads (授权证据).</summary>
[Migration("20261122140390_consent_evidence")]
[DbContext(typeof(CityContext))]
internal sealed class EvidenceMigration : SqlMigration;

/// <summary>The state of an authorisation, computed when read (授权状态).</summary>
[Migration("20261126180000_consent_state")]
[DbContext(typeof(CityContext))]
internal sealed class StateMigration : SqlMigration;

/// <summary>Pausing and going on (暂停与恢复).</summary>
[Migration("20261126183000_consent_pause")]
[DbContext(typeof(CityContext))]
internal sealed class PauseMigration : SqlMigration;

/// <summary>The letter with its evidence, for its enterprise and its bank (授权书).</summary>
[Migration("20261126184000_consent_letter")]
[DbContext(typeof(CityContext))]
internal sealed class LetterMigration : SqlMigration;

/// <summary>Banks ask enterprises for authorisations (授权申请).</summary>
[Migration("20261126171000_consent_requests")]
[DbContext(typeof(CityContext))]
internal sealed class RequestsMigration : SqlMigration;

/// <summary>Looks that are opened together (合并开启查询).</summary>
[Migration("20261126200040_consent_looks_together")]
[DbContext(typeof(CityContext))]
internal sealed class LooksTogetherMigration : SqlMigration;

/// <summary>A look that showed nothing costs nothing (未显示不计次).</summary>
[Migration("20261126220000_consent_nothing_shown")]
[DbContext(typeof(CityContext))]
internal sealed class NothingShownMigration : SqlMigration;

/// <summary>Looks that leave an authorisation's evidence alone (授权行精简).</summary>
[Migration("20261126230010_consent_short_looks")]
[DbContext(typeof(CityContext))]
internal sealed class ShortLooksMigration : SqlMigration;
