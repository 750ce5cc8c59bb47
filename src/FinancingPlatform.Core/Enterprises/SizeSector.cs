using FinancingPlatform.Core.Identifiers;

namespace FinancingPlatform.Core.Enterprises;

/// <summary>The sectors of the size rule (划型行业, 工信部联企业〔2011〕300号 第四条), which cut across the sections of GB/T 4754.</summary>
public enum SizeSector
{
    /// <summary>农、林、牧、渔业 (A).</summary>
    Agriculture,

    /// <summary>工业 (B, C, D).</summary>
    Industry,

    /// <summary>建筑业 (E).</summary>
    Construction,

    /// <summary>批发业 (F51).</summary>
    Wholesale,

    /// <summary>零售业 (F52).</summary>
    Retail,

    /// <summary>交通运输业 without railways (G54–G58).</summary>
    Transport,

    /// <summary>仓储业 (G59).</summary>
    Storage,

    /// <summary>邮政业 (G60).</summary>
    Post,

    /// <summary>住宿业 (H61).</summary>
    Accommodation,

    /// <summary>餐饮业 (H62).</summary>
    Catering,

    /// <summary>信息传输业 (I63, I64).</summary>
    InformationTransmission,

    /// <summary>软件和信息技术服务业 (I65).</summary>
    Software,

    /// <summary>房地产开发经营 (K701).</summary>
    RealEstateDevelopment,

    /// <summary>物业管理 (K702).</summary>
    PropertyManagement,

    /// <summary>租赁和商务服务业 (L).</summary>
    LeasingAndBusiness,

    /// <summary>其他未列明行业 (K703–K709, M, N, O, Q85, R).</summary>
    Other,
}

/// <summary>Which sector of the size rule an industry belongs to (行业归类).</summary>
public static class SizeSectors
{
    /// <summary>
    /// The sector of an industry code; null when the code is unknown, too short to tell (section F or G alone), or outside the rule
    /// (railways, finance, education, health, government, international organisations).
    /// </summary>
    public static SizeSector? Of(string? industry)
    {
        var code = Industries.Normalise(industry);
        if (code is null)
        {
            return null;
        }

        return code[0] switch
        {
            'A' => SizeSector.Agriculture,
            'B' or 'C' or 'D' => SizeSector.Industry,
            'E' => SizeSector.Construction,
            'L' => SizeSector.LeasingAndBusiness,
            'M' or 'N' or 'O' or 'R' => SizeSector.Other,
            'F' or 'G' or 'H' or 'I' or 'Q' when code.Length >= 3 => OfDivision(code[..3]),
            'K' when code.Length >= 4 => OfRealEstate(code[..4]),
            _ => null,
        };
    }

    private static SizeSector? OfDivision(string division) => division switch
    {
        "F51" => SizeSector.Wholesale,
        "F52" => SizeSector.Retail,
        "G54" or "G55" or "G56" or "G57" or "G58" => SizeSector.Transport,
        "G59" => SizeSector.Storage,
        "G60" => SizeSector.Post,
        "H61" => SizeSector.Accommodation,
        "H62" => SizeSector.Catering,
        "I63" or "I64" => SizeSector.InformationTransmission,
        "I65" => SizeSector.Software,
        "Q85" => SizeSector.Other,
        _ => null,
    };

    private static SizeSector OfRealEstate(string group) => group switch
    {
        "K701" => SizeSector.RealEstateDevelopment,
        "K702" => SizeSector.PropertyManagement,
        _ => SizeSector.Other,
    };
}
