namespace FinancingPlatform.Core.Enterprises;

/// <summary>Where an enterprise stands in the registry (登记状态).</summary>
public enum EnterpriseStatus
{
    /// <summary>Not told (未知). It is counted apart, never as existing and never as gone.</summary>
    Unknown,

    /// <summary>存续、在营、在业、开业、在册.</summary>
    Active,

    /// <summary>歇业: closed for a time, at most three years, announced (市场主体登记管理条例 30).</summary>
    Suspended,

    /// <summary>吊销: licence revoked, perhaps not yet cancelled.</summary>
    Revoked,

    /// <summary>注销: deregistered.</summary>
    Cancelled,

    /// <summary>撤销: registration annulled.</summary>
    Annulled,

    /// <summary>迁出: moved to another city.</summary>
    MovedOut,

    /// <summary>责令关闭: ordered to close.</summary>
    OrderedClosed,

    /// <summary>清算: being wound up.</summary>
    Liquidation,

    /// <summary>停业: stopped without the announced suspension.</summary>
    Stopped,
}
