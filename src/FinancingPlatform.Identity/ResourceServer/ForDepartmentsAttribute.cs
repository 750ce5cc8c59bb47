namespace FinancingPlatform.Identity.ResourceServer;

/// <summary>Marks an endpoint for departments (数据提供单位接口): it takes their tokens and no bank's; every other one takes banks' alone.</summary>
[AttributeUsage(AttributeTargets.Method | AttributeTargets.Class)]
public sealed class ForDepartmentsAttribute : Attribute;
