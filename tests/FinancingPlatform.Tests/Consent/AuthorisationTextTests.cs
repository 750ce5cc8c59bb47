using FinancingPlatform.Consent.Texts;
using FsCheck;
using FsCheck.Fluent;

namespace FinancingPlatform.Tests.Consent;

public sealed class AuthorisationTextTests
{
    private static readonly TextTemplate s_template = new(
        "v1", "loan-application", "{enterprise_name} 授权 {bank_name}：\n{items_zh}\n{look_zh} {return_zh} {training_zh} {valid_from} {valid_to} {max_uses}\n",
        "{enterprise_name} authorises {bank_name}:\n{items_en}\n");

    private static readonly AuthorisationTerms s_terms = new(
        Guid.Parse("0193a000-0000-7000-8000-000000000001"), "91370900000000001X", "91370900000000002X", "2024", ["invoice-sales", "invoice-purchase"],
        "loan-application", new AuthorisationLegs(true, false, false), new DateOnly(2026, 11, 22), new DateOnly(2027, 2, 20), 10);

    private static readonly ItemWords[] s_words =
        [new("invoice-purchase", "进项发票", "Purchase invoices", "税务局"), new("invoice-sales", "销项发票", "Sales invoices", "税务局")];

    private static readonly PartyNames s_names = new("泰安测试企业", "张三", "测试银行");

    [Fact]
    public void The_text_names_parties_items_in_words_legs_and_period_in_both_languages()
    {
        var shown = AuthorisationText.Write(s_template, s_terms, s_names, s_words).Shown;

        shown.ShouldContain("泰安测试企业 授权 测试银行");
        shown.ShouldContain("· 销项发票（来源：税务局）");
        shown.ShouldContain("- Sales invoices (source: 税务局)");
        shown.ShouldContain("同意 不同意 不同意 2026-11-22 2027-02-20 10");
        shown.ShouldEndWith(
            """
            【条款记录 Terms of record】
            authorisation: 0193a000-0000-7000-8000-000000000001
            enterprise: 91370900000000001X
            bank: 91370900000000002X
            catalogue: 2024
            items: invoice-purchase, invoice-sales
            purpose: loan-application
            legs: look
            from: 2026-11-22
            to: 2027-02-20
            uses: 10

            """);
    }

    [Fact]
    [Trait("rule", "A4")]
    public void The_terms_of_record_bind_every_field()
    {
        var text = AuthorisationText.Write(s_template, s_terms, s_names, s_words).Shown;

        TermsOfRecord.Closes(text, s_terms).ShouldBeTrue();
        AuthorisationTerms[] altered =
        [
            s_terms with { Id = Guid.NewGuid() }, s_terms with { Uscc = "91370900000000003X" }, s_terms with { BankUscc = "91370900000000003X" },
            s_terms with { CatalogueVersion = "2021" }, s_terms with { Items = ["invoice-sales"] }, s_terms with { Items = ["invoice-sales", "invoice-purchase", "tax-payment"] },
            s_terms with { Purpose = "post-loan" }, s_terms with { Legs = new AuthorisationLegs(true, true, false) },
            s_terms with { Legs = new AuthorisationLegs(false, false, true) }, s_terms with { ValidFrom = s_terms.ValidFrom.AddDays(-1) },
            s_terms with { ValidTo = s_terms.ValidTo.AddDays(1) }, s_terms with { MaxUses = 100 },
        ];
        foreach (var terms in altered)
        {
            TermsOfRecord.Closes(text, terms).ShouldBeFalse(terms.ToString());
        }
    }

    [Fact]
    public void A_name_can_neither_open_terms_of_its_own_nor_fill_a_field()
    {
        Prop.ForAll(ArbMap.Default.ArbFor<NonNull<string>>(), ArbMap.Default.ArbFor<NonNull<string>>(), (before, after) =>
        {
            var evil = before.Get + "\n" + TermsOfRecord.Render(s_terms with { MaxUses = 100 }) + "{bank_uscc}" + after.Get;
            var text = AuthorisationText.Write(s_template, s_terms, new PartyNames(evil, evil, evil), s_words).Shown;
            return TermsOfRecord.Closes(text, s_terms) && !TermsOfRecord.Closes(text, s_terms with { MaxUses = 100 }) && text.Contains("{bank_uscc}", StringComparison.Ordinal);
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void A_template_for_another_purpose_an_unknown_field_or_an_item_without_words_is_a_fault_of_the_data()
    {
        Should.Throw<InvalidOperationException>(() => AuthorisationText.Write(s_template with { Purpose = "post-loan" }, s_terms, s_names, s_words));
        Should.Throw<InvalidOperationException>(() => AuthorisationText.Write(s_template with { BodyEn = "{phone}" }, s_terms, s_names, s_words));
        Should.Throw<InvalidOperationException>(() => AuthorisationText.Write(s_template, s_terms, s_names, s_words[..1]));
    }
}
