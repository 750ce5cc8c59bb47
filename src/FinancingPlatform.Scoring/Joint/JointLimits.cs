namespace FinancingPlatform.Scoring.Joint;

/// <summary>What a joint model may ask of the platform (联合建模限额).</summary>
public static class JointLimits
{
    /// <summary>Bytes of a model file as handed in.</summary>
    public const int ModelBytes = 2 * 1024 * 1024;

    /// <summary>Columns of a model.</summary>
    public const int Features = 200;

    /// <summary>Characters of a contract number.</summary>
    public const int ContractLength = 64;

    /// <summary>Characters of a version.</summary>
    public const int VersionLength = 32;

    /// <summary>Characters of a feature's name.</summary>
    public const int NameLength = 64;
}
