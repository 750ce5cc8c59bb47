namespace FinancingPlatform.Core.Identifiers;

/// <summary>Registering authority and organisation class, characters 1 and 2 (登记管理部门和机构类别; GB 32100-2015 table 1 and its later additions).</summary>
internal static class UsccPrefixes
{
    private static readonly Dictionary<char, string> ClassesOfAuthority = new()
    {
        ['1'] = "1239", // 机构编制
        ['2'] = "19", // 外交
        ['3'] = "123459", // 司法行政
        ['4'] = "19", // 文化
        ['5'] = "1239", // 民政
        ['6'] = "129", // 旅游
        ['7'] = "129", // 宗教
        ['8'] = "19", // 工会
        ['9'] = "1239", // 工商（市场监管）
        ['A'] = "19", // 中央军委改革和编制办公室
        ['N'] = "1239", // 农业
        ['Y'] = "1", // 其他
    };

    public static bool IsKnown(char authority, char organisationClass) =>
        ClassesOfAuthority.TryGetValue(authority, out var classes) && classes.Contains(organisationClass, StringComparison.Ordinal);
}
