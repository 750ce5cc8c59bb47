-- Four result sets about the signed-in enterprise; the session decides whose, in each of them.
select
    e.uscc, e.name, e.legal_representative, e.status, e.division, e.industry, e.size,
    identity.verification_level(e.id) as level, v.method, v.verified_at, v.valid_until
from registry.enterprise e
left join lateral
(
    select lv.method, lv.verified_at, lv.valid_until
    from identity.live_verification lv
    where lv.enterprise_id = e.id
    order by lv.level desc, lv.verified_at desc
    limit 1
) v on true
where e.id = (select identity.session_enterprise_id());

select s.kind, s.pack, s.pack_version, s.as_of, s.computed_at, s.points, s.grade, s.demonstration,
    coalesce(scoring.marked_reasons(s.enterprise_id, s.reasons), '[]')::text, coalesce(b.name, a.bank_uscc)
from scoring.score s
left join consent.authorisation a on a.id = s.authorisation_id
left join lending.bank b on b.uscc = a.bank_uscc
where s.enterprise_id = (select identity.session_enterprise_id()) and s.withheld_on is null
order by s.kind, s.computed_at desc
limit @rows;

select
    l.id, l.line_no, coalesce(b.name, l.bank_uscc), l.amount_yuan, l.annual_rate_percent, l.valid_from, l.valid_to, l.kind,
    coalesce((select sum(case when l.kind = 'revolving' then n.balance_yuan else n.amount_yuan end) from lending.loan n where n.credit_line_id = l.id), 0)
from lending.credit_line l
left join lending.bank b on b.uscc = l.bank_uscc
where l.enterprise_id = (select identity.session_enterprise_id())
order by l.posted_at desc, l.id
limit @rows;

select n.credit_line_id, n.note_no, n.amount_yuan, n.balance_yuan, n.disbursed_on, n.due_on, n.annual_rate_percent, n.loan_type, n.first_loan
from lending.loan n
where n.enterprise_id = (select identity.session_enterprise_id())
order by n.posted_at desc, n.id
limit @rows;
