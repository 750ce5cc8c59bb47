-- The baseline of the city bench: what a database developer would write by hand for the same aggregates, as of today, with the same
-- consent join, straight into an unlogged table. It keeps no reasons, inputs or scores.
create unlogged table bench.features as
with today as
(
    select (statement_timestamp() at time zone 'Asia/Shanghai')::date as day, statement_timestamp() as known
),
public_item as
(
    select i.code
    from credit.catalogue_item i, today t
    where i.valid_from <= t.day and (i.valid_to is null or i.valid_to >= t.day)
    group by i.code
    having bool_and(i.mode = 'public')
),
live as
(
    select a.id, a.enterprise_id, a.catalogue_version, a.items
    from consent.authorisation a, today t
    where a.leg_look and a.purpose in ('pre-credit', 'loan-application', 'post-loan') and a.revoked_at is null and a.paused_at is null
        and a.uses < a.max_uses and t.day between a.valid_from and a.valid_to
        and a.items @> array['invoice-sales', 'invoice-purchase']
),
lists as
(
    select r.enterprise_id,
        count(*) filter (where r.item = 'penalty' and r.occurred_on > t.day - interval '36 months' and f.in_force) as penalties,
        count(*) filter (where r.item = 'dishonest-debtor' and f.in_force) as dishonest,
        count(*) filter (where r.item = 'honour' and r.occurred_on > t.day - interval '36 months' and f.in_force) as honours,
        count(*) filter (where r.item = 'tax-credit-a' and r.occurred_on > t.day - interval '24 months' and f.in_force) as tax_credit_a
    from credit.credit_record r
    cross join today t
    cross join lateral (select coalesce(r.started_on, r.occurred_on) <= t.day and (r.ended_on is null or r.ended_on > t.day)
        and (r.valid_until is null or r.valid_until >= t.day) and r.code is distinct from 'voided' as in_force) f
    where r.item in ('penalty', 'dishonest-debtor', 'honour', 'tax-credit-a') and r.item in (select code from public_item)
        and r.removed_at is null and r.known_at <= t.known and r.occurred_on <= t.day and r.occurred_on > t.day - interval '120 months'
        and not exists (select from credit.credit_record n where n.enterprise_id = r.enterprise_id and n.item = r.item and n.natural_key = r.natural_key
            and n.version = r.version + 1 and n.version > 1 and n.known_at <= t.known)
    group by r.enterprise_id
),
party as
(
    select l.id, r.enterprise_id, r.item, r.counterparty,
        sum(r.amount) filter (where r.code is distinct from 'voided' and f.in_year) as amount,
        sum(r.amount) filter (where r.code is distinct from 'voided' and r.occurred_on > t.day - interval '6 months') as later,
        sum(-r.amount) filter (where r.code is distinct from 'voided' and r.amount < 0 and f.in_year) as red,
        sum(r.amount) filter (where r.code is distinct from 'voided' and r.amount > 0 and f.in_year) as black,
        count(*) filter (where r.code is distinct from 'voided' and f.in_year) as valid,
        count(*) filter (where r.code = 'voided' and f.in_year) as voided,
        count(*) filter (where f.in_year) as every,
        max(r.occurred_on) filter (where r.code is distinct from 'voided') as latest,
        bit_or(1 << f.ago) filter (where r.code is distinct from 'voided' and f.ago < 12) as months
    from live l
    cross join today t
    join credit.credit_record r on r.enterprise_id = l.enterprise_id and r.item in ('invoice-sales', 'invoice-purchase') and r.item = any (l.items)
    join credit.catalogue_item i on i.version = l.catalogue_version and i.code = r.item and i.mode = 'authorised'
    cross join lateral (select r.occurred_on > t.day - interval '12 months' as in_year,
        ((extract(year from t.day) - extract(year from r.occurred_on)) * 12 + extract(month from t.day) - extract(month from r.occurred_on))::int as ago) f
    where r.removed_at is null and r.known_at <= t.known and r.occurred_on <= t.day and r.occurred_on > t.day - interval '36 months'
        and not exists (select from credit.credit_record n where n.enterprise_id = r.enterprise_id and n.item = r.item and n.natural_key = r.natural_key
            and n.version = r.version + 1 and n.version > 1 and n.known_at <= t.known)
    group by l.id, r.enterprise_id, r.item, r.counterparty
),
invoices as
(
    select p.id, p.enterprise_id,
        bool_or(p.item = 'invoice-sales') as has_sales, bool_or(p.item = 'invoice-purchase') as has_purchases,
        sum(p.amount) filter (where p.item = 'invoice-sales') as sales, sum(p.later) filter (where p.item = 'invoice-sales') as sales_later,
        sum(p.red) filter (where p.item = 'invoice-sales') as red, sum(p.black) filter (where p.item = 'invoice-sales') as black,
        sum(p.valid) filter (where p.item = 'invoice-sales') as valid, sum(p.voided) filter (where p.item = 'invoice-sales') as voided,
        sum(p.every) filter (where p.item = 'invoice-sales') as every, max(p.latest) filter (where p.item = 'invoice-sales') as latest,
        bit_or(p.months) filter (where p.item = 'invoice-sales') as sales_months,
        count(*) filter (where p.item = 'invoice-sales' and p.amount > 0) as customers,
        max(p.amount) filter (where p.item = 'invoice-sales' and p.amount > 0) as top_customer,
        sum(p.amount) filter (where p.item = 'invoice-sales' and p.amount > 0) as positive_sales,
        sum(p.amount) filter (where p.item = 'invoice-purchase') as purchases, bit_or(p.months) filter (where p.item = 'invoice-purchase') as purchase_months,
        count(*) filter (where p.item = 'invoice-purchase' and p.amount > 0) as suppliers,
        max(p.amount) filter (where p.item = 'invoice-purchase' and p.amount > 0) as top_supplier,
        sum(p.amount) filter (where p.item = 'invoice-purchase' and p.amount > 0) as positive_purchases
    from party p
    group by p.id, p.enterprise_id
)
select e.id as enterprise_id, null::uuid as authorisation_id,
    coalesce(l.penalties, 0)::real as penalties_36m, (coalesce(l.dishonest, 0) > 0)::int::real as dishonest_debtor,
    coalesce(l.honours, 0)::real as honours_36m, (coalesce(l.tax_credit_a, 0) > 0)::int::real as tax_credit_a, ((t.day - e.established_on) / 365.25)::real as age_years,
    null::real as sales_12m, null::real as sales_trend_12m, null::real as sales_months_12m, null::real as sales_gap_days, null::real as sales_voided_share_12m,
    null::real as sales_red_share_12m, null::real as sales_invoices_12m, null::real as customers_12m, null::real as customer_top_share_12m,
    null::real as purchases_12m, null::real as purchase_months_12m, null::real as suppliers_12m, null::real as supplier_top_share_12m, null::real as margin_12m
from registry.enterprise e
cross join today t
left join lists l on l.enterprise_id = e.id
where e.in_city
union all
select e.id, a.id,
    coalesce(l.penalties, 0), (coalesce(l.dishonest, 0) > 0)::int, coalesce(l.honours, 0), (coalesce(l.tax_credit_a, 0) > 0)::int, (t.day - e.established_on) / 365.25,
    case when i.has_sales then coalesce(i.sales, 0) end, case when i.sales - coalesce(i.sales_later, 0) > 0 then coalesce(i.sales_later, 0) / (i.sales - coalesce(i.sales_later, 0)) end, case when i.has_sales then coalesce(bit_count(i.sales_months::bit(32)), 0) end, t.day - i.latest,
    i.voided / nullif(i.every, 0), coalesce(i.red, 0) / nullif(i.black, 0), case when i.has_sales then i.valid end, case when i.has_sales then i.customers end, i.top_customer / nullif(i.positive_sales, 0),
    case when i.has_purchases then coalesce(i.purchases, 0) end, case when i.has_purchases then coalesce(bit_count(i.purchase_months::bit(32)), 0) end,
    case when i.has_purchases then i.suppliers end, i.top_supplier / nullif(i.positive_purchases, 0),
    case when i.sales > 0 then (i.sales - coalesce(i.purchases, 0)) / i.sales end
from live a
join registry.enterprise e on e.id = a.enterprise_id
cross join today t
left join lists l on l.enterprise_id = e.id
left join invoices i on i.id = a.id
