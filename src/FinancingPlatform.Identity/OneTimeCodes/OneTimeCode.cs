namespace FinancingPlatform.Identity.OneTimeCodes;

/// <summary>What a code is asked for (验证码请求).</summary>
/// <param name="Purpose"><c>register</c> or <c>sign-in</c>.</param>
/// <param name="Phone">The number as typed.</param>
/// <param name="Address">Where the request came from.</param>
/// <param name="Deliver">False when nobody is to be told that the account does not exist: all happens but the sending.</param>
/// <param name="AccountId">The account to sign in to.</param>
/// <param name="EnterpriseId">The enterprise to register.</param>
/// <param name="DisplayName">The name to register.</param>
internal sealed record CodeRequest(
    string Purpose, MobilePhone Phone, string Address, bool Deliver, Guid? AccountId = null, long? EnterpriseId = null, string? DisplayName = null)
{
    public const string Register = "register";
    public const string SignIn = "sign-in";
}

/// <summary>A code that came back right (已验证的验证码).</summary>
internal sealed record ProvedCode(string Purpose, Guid? AccountId, long? EnterpriseId, string? DisplayName, byte[] PhoneHash, string PhoneMasked);
