namespace FinancingPlatform.Consent;

/// <summary>Streams of messages (报文序列): one per enterprise, so that a withdrawal never overtakes its authorisation, nor a loan its line.</summary>
public static class ConsentStreams
{
    /// <summary>Where the city sends.</summary>
    public const string Upwards = "province";

    /// <summary>The stream of an enterprise.</summary>
    public static string Of(string uscc) => "enterprise:" + uscc;
}
