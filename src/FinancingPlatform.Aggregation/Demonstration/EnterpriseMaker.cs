using System.Globalization;
using FinancingPlatform.Core.Catalogue;
using FinancingPlatform.Core.Enterprises;
using FinancingPlatform.Core.Identifiers;

namespace FinancingPlatform.Aggregation.Demonstration;

/// <summary>Makes the enterprises of the demonstration city (虚构企业生成). Names, representatives and codes say or show that they are invented.</summary>
internal static class EnterpriseMaker
{
    /// <summary>The first enterprises are whole: active, of the city, nothing missing, no loan yet. Demonstrations begin with them.</summary>
    public const int Showcase = 20;

    // Organisation codes that begin with WY were never given out: no real code can be meant.
    private const string CodeBlock = "WY";
    private const int CodeDigits = 6;

    /// <summary>Three times the staff, or five times the revenue, of an equal on the scale.</summary>
    private const double MostTilt = 0.14;

    private const int SectorPrime = 2, SizePrime = 3, StatusPrime = 5, AgePrime = 7, LoanPrime = 11, KindPrime = 13, ReportPrime = 17, DivisionPrime = 19;

    private static readonly string[] FirstWords = ["岱", "泰", "汶", "徂", "东岳", "灵岩", "桃源", "天平", "奉高", "肥子"];
    private static readonly string[] SecondWords = ["松", "禾", "瑞", "和", "盛", "宁", "川", "诚", "远", "达", "润", "启", "恒", "嘉", "安"];
    private static readonly string[] Surnames = ["王", "李", "张", "刘", "陈", "杨", "赵", "黄", "周", "吴", "徐", "孙", "胡", "朱", "高", "林", "何", "郭", "马", "罗"];
    private static readonly string[] GivenNames = ["一鸣", "文岳", "泰来", "汶清", "思岱", "可为", "若谷", "闻溪", "知远", "方舟", "子衿", "远山"];

    /// <summary>Share of all subjects by status.</summary>
    public static IReadOnlyList<(EnterpriseStatus Status, double Share)> Statuses { get; } =
    [
        (EnterpriseStatus.Active, 0.850), (EnterpriseStatus.Suspended, 0.010), (EnterpriseStatus.Revoked, 0.045), (EnterpriseStatus.Cancelled, 0.050),
        (EnterpriseStatus.Annulled, 0.004), (EnterpriseStatus.MovedOut, 0.008), (EnterpriseStatus.OrderedClosed, 0.003), (EnterpriseStatus.Liquidation, 0.005),
        (EnterpriseStatus.Stopped, 0.005), (EnterpriseStatus.Unknown, 0.020),
    ];

    /// <summary>Share of subjects with an annual report by size.</summary>
    public static IReadOnlyList<(EnterpriseSize Size, double Share)> Sizes { get; } =
        [(EnterpriseSize.Micro, 0.78), (EnterpriseSize.Small, 0.175), (EnterpriseSize.Medium, 0.04), (EnterpriseSize.Large, 0.005)];

    /// <summary>Share of running enterprises about which nothing was sent, by item.</summary>
    public static IReadOnlyList<(string Item, double Share)> MissingShares { get; } =
    [
        (ItemCode.InvoiceSales, 0.30), (ItemCode.InvoicePurchase, 0.30), (ItemCode.TaxPayment, 0.20), (ItemCode.SocialInsurance, 0.40),
        (ItemCode.HousingFund, 0.70), (ItemCode.UtilityElectricity, 0.35), (ItemCode.UtilityWater, 0.50),
    ];

    public const double NoReportShare = 0.06;
    public const double BorrowerShare = 0.25;
    public const double OverdueShare = 0.02;
    public const double StrainedShare = 0.08;

    /// <summary>All enterprises in order; overdue ones are an exact share of the borrowers so far.</summary>
    public static IEnumerable<DemonstrationEnterprise> Make(DemonstrationOptions options)
    {
        var divisions = Divisions.DistrictsOf(options.CityDivision);
        var borrowers = 0;
        for (var index = 0; index < options.Enterprises; index++)
        {
            var enterprise = MakeOne(options, divisions, index);
            if (enterprise.LoanMonthsAgo is not null)
            {
                borrowers++;
                // The offset spreads a small city's few overdue loans instead of putting the first at its end.
                enterprise = enterprise with { IsOverdue = Math.Floor((borrowers * OverdueShare) + 0.5) > Math.Floor(((borrowers - 1) * OverdueShare) + 0.5) };
            }

            yield return enterprise;
        }
    }

    /// <summary>The invented code of an index; valid by GB 32100 and, inside, by GB 11714.</summary>
    public static string CodeOf(string prefix, string division, int seed, int index, string block = CodeBlock)
    {
        // A city of another seed gets other codes; within one city they are distinct because the step has no factor in common with 31^6.
        const long Room = 31L * 31 * 31 * 31 * 31 * 31;
        var number = ((index * 7_919L) + (new Chance(seed, 0).Between(0, int.MaxValue - 1) % Room)) % Room;
        Span<char> digits = stackalloc char[CodeDigits];
        for (var i = CodeDigits - 1; i >= 0; i--)
        {
            digits[i] = Uscc.Alphabet[(int)(number % Uscc.Alphabet.Length)];
            number /= Uscc.Alphabet.Length;
        }

        var body = block + digits.ToString();
        var code = prefix + division + body + OrganisationCode.CheckCharacter(body);
        return code + Uscc.CheckCharacter(code);
    }

    private static DemonstrationEnterprise MakeOne(DemonstrationOptions options, IReadOnlyList<string> divisions, int index)
    {
        var chance = new Chance(options.Seed, index + 1);
        double Even(int prime) => Chance.Even(options.Seed, index, prime);
        var isShowcase = index < Showcase;

        var sector = PickShare(DemonstrationSector.All, s => s.Share, Even(SectorPrime));
        var status = isShowcase ? EnterpriseStatus.Active : PickShare(Statuses, s => s.Share, Even(StatusPrime)).Status;
        var (prefix, kind) = isShowcase ? ("91", "有限责任公司") : Kind(Even(KindPrime));
        var division = divisions[(int)(Even(DivisionPrime) * divisions.Count)];
        var uscc = CodeOf(prefix, division, options.Seed, index);
        var size = PickShare(Sizes, s => s.Share, Even(SizePrime)).Size;
        var (staff, revenue, assets) = SizeScale.Figures(sector.Industry, size, Within(size, chance.Next()), isShowcase ? 0 : Tilt(options.Seed, index));
        var hasReport = isShowcase || Even(ReportPrime) >= NoReportShare;
        var established = options.AsOf.AddDays(-(int)(365 * Age(Even(AgePrime))) - 1);
        var isGone = status is not (EnterpriseStatus.Active or EnterpriseStatus.Unknown);
        var statusDate = isGone ? Later(established, options.AsOf.AddDays(-chance.Between(30, 900))) : (DateOnly?)null;
        var enterprise = new DemonstrationEnterprise(
            index,
            uscc,
            Name(ref chance, sector, prefix, index),
            chance.Pick(Surnames) + chance.Pick(GivenNames) + "（虚构）",
            kind,
            status,
            statusDate,
            established,
            division,
            sector,
            Math.Round(assets / 10_000m * (decimal)(0.2 + chance.Next()), 2),
            hasReport ? staff : null,
            hasReport ? revenue : null,
            hasReport ? assets : null)
        {
            Missing = isShowcase ? new HashSet<string>() : MissingOf(options.Seed, index),
            IsStrained = !isShowcase && chance.Happens(StrainedShare),
        };
        var mayBorrow = !isShowcase && enterprise.IsRunning && hasReport && established < options.AsOf.AddYears(-3);
        return enterprise with { LoanMonthsAgo = mayBorrow && Even(LoanPrime) < BorrowerShare ? chance.Between(13, 24) : null };
    }

    private static (string Prefix, string Kind) Kind(double at) => at switch
    {
        < 0.87 => ("91", "有限责任公司"),
        < 0.90 => ("91", "分公司"),
        < 0.97 => ("92", "个体工商户"),
        _ => ("93", "农民专业合作社"),
    };

    // Most enterprises are young: half are below six years.
    private static double Age(double at) => Math.Min(35, 0.2 + (-8.4 * Math.Log(1 - (at * 0.985))));

    // Among large enterprises the largest are the rarest, so that no single one outweighs the city.
    private static double Within(EnterpriseSize size, double at) => (size == EnterpriseSize.Large ? at * at : at) * 0.98;

    // A stream of its own: names and representatives, drawn after it, stay those of cities seeded by earlier releases.
    private static double Tilt(int seed, int index) => (new Chance(seed, index, ChanceStream.Tilt).Next() - 0.5) * 2 * MostTilt;

    private static string Name(ref Chance chance, DemonstrationSector sector, string prefix, int index)
    {
        var ending = prefix switch { "92" => "经营部", "93" => "专业合作社", _ => "有限公司" };
        return string.Create(CultureInfo.InvariantCulture, $"泰安演示{chance.Pick(FirstWords)}{chance.Pick(SecondWords)}{sector.Word}{ending}（虚构{index + 1:D6}）");
    }

    private static HashSet<string> MissingOf(int seed, int index)
    {
        // One prime for each item, from 23 on.
        int[] primes = [23, 29, 31, 37, 41, 43, 47];
        return [.. MissingShares.Where((item, i) => Chance.Even(seed, index, primes[i]) < item.Share).Select(item => item.Item)];
    }

    private static DateOnly Later(DateOnly a, DateOnly b) => a > b ? a : b;

    private static T PickShare<T>(IReadOnlyList<T> values, Func<T, double> share, double at)
    {
        foreach (var value in values)
        {
            at -= share(value);
            if (at < 0)
            {
                return value;
            }
        }

        return values[0];
    }
}
