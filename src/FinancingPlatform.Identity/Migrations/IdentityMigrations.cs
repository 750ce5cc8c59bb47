using FinancingPlatform.Data;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace FinancingPlatform.Identity.Migrations;

/// <summary>Accounts, passkeys, sessions, one-time codes (账户).</summary>
[Migration("20261122140200_identity_accounts")]
[DbContext(typeof(CityContext))]
internal sealed class AccountsMigration : SqlMigration;

/// <summary>Real-name verification (实名认证).</summary>
[Migration("20261122140210_identity_verification")]
[DbContext(typeof(CityContext))]
internal sealed class VerificationMigration : SqlMigration;

/// <summary>Bank clients, token requests, used proofs (银行接口客户端).</summary>
[Migration("20261122140220_identity_clients")]
[DbContext(typeof(CityContext))]
internal sealed class ClientsMigration : SqlMigration;

/// <summary>Departments as clients (数据提供单位客户端).</summary>
[Migration("20261126102000_identity_departments")]
[DbContext(typeof(CityContext))]
internal sealed class DepartmentsMigration : SqlMigration;

/// <summary>Proven credentials at a node (节点侧凭据).</summary>
[Migration("20261122140230_identity_node_credential")]
[DbContext(typeof(NodeContext))]
internal sealed class NodeCredentialMigration : SqlMigration;

/// <summary>Pushed requests, grants, killed tokens (授权码流程).</summary>
[Migration("20261126180100_identity_authorization_server")]
[DbContext(typeof(CityContext))]
internal sealed class AuthorizationServerMigration : SqlMigration;

/// <summary>Changes of clients by four eyes (客户端变更).</summary>
[Migration("20261126180200_identity_client_changes")]
[DbContext(typeof(CityContext))]
internal sealed class ClientChangesMigration : SqlMigration;

/// <summary>What a verification of every look reads (查询证据).</summary>
[Migration("20261126185000_identity_look_evidence")]
[DbContext(typeof(CityContext))]
internal sealed class LookEvidenceMigration : SqlMigration;

/// <summary>Proofs of requests that are committed together (合并提交的持有证明).</summary>
[Migration("20261126200020_identity_proofs_together")]
[DbContext(typeof(CityContext))]
internal sealed class ProofsTogetherMigration : SqlMigration;

/// <summary>Looks that showed nothing are verified as well (未显示的查询也核验).</summary>
[Migration("20261126220010_identity_every_look")]
[DbContext(typeof(CityContext))]
internal sealed class EveryLookMigration : SqlMigration;
