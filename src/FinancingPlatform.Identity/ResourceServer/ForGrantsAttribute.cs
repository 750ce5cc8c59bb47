namespace FinancingPlatform.Identity.ResourceServer;

/// <summary>
/// Marks an endpoint that also takes tokens of an enterprise's grant (接受授权令牌): such a token is for what its <c>authorization_details</c> say and
/// for nothing else (RFC 9396 section 9), so every other endpoint refuses it. The endpoint asks <see cref="BankCaller.Grant"/>.
/// </summary>
[AttributeUsage(AttributeTargets.Method | AttributeTargets.Class)]
public sealed class ForGrantsAttribute : Attribute;
