using FinancingPlatform.Core.Errors;

namespace FinancingPlatform.BankApi.Sandbox;

/// <summary>Problems of the sandbox itself (沙箱自身的错误).</summary>
internal static class SandboxProblems
{
    /// <summary>A bank's test that reached a host with real data must not be taken for a real request.</summary>
    public static Error NotASandbox { get; } = new(
        ErrorKind.Invalid, "not-a-sandbox", "这不是沙箱：请去掉 Sandbox-Case 请求头，或改用沙箱地址。本请求未处理。",
        "This is no sandbox: drop the Sandbox-Case header or use the sandbox's address. The request was not carried out.") { Field = SandboxCases.Header };

    public static Error CaseUnknown { get; } = new(
        ErrorKind.Invalid, "sandbox-case-unknown", "没有这个用例，或本操作不会以它作答：见 docs/bank-api-sandbox.md。",
        "There is no such case, or this operation never answers with it: see docs/bank-api-sandbox.md.") { Field = SandboxCases.Header };
}
