-- Who sold to, or guarantees for, whom among the enterprises that let one bank see the item; a counterparty is known by its code or its whole name.
-- Two authorisations of one enterprise for one bank show the same records: the larger sum is the sum.
with granted as
(
    select l.authorisation_id, l.enterprise_id, a.bank_uscc
    from scoring.live_authorisation l
    join consent.authorisation a on a.id = l.authorisation_id
    where @item = any (l.items)
),
sold as
(
    select g.bank_uscc, g.enterprise_id, r.counterparty, r.authorisation_id, sum(r.amount) as amount
    from granted g
    join scoring.full_record r on r.authorisation_id = g.authorisation_id and r.enterprise_id = g.enterprise_id
    where r.item = @item
        and r.is_public = (select exists (select 1 from scoring.public_item p where p.item = @item))
        and r.occurred_on > (@as_of::date - make_interval(months => @months))::date
        and r.occurred_on <= @as_of
        and r.known_at <= @known
        and r.superseded_at > @known
        and (r.ended_on is null or r.ended_on > @as_of)
        and r.code is distinct from 'voided'
        and r.counterparty is not null
    group by g.bank_uscc, g.enterprise_id, r.counterparty, r.authorisation_id
),
one as
(
    select s.bank_uscc, s.enterprise_id, s.counterparty, max(s.amount) as amount
    from sold s
    group by s.bank_uscc, s.enterprise_id, s.counterparty
),
total as
(
    select o.bank_uscc, o.enterprise_id, sum(o.amount) filter (where o.amount > 0) as amount
    from one o
    group by o.bank_uscc, o.enterprise_id
)
select o.bank_uscc, o.enterprise_id, e.id, sum(o.amount)::float8, coalesce(max(f.amount), 0)::float8, coalesce(max(t.amount), 0)::float8
from one o
join registry.enterprise e on e.uscc = o.counterparty or e.name = o.counterparty
join total f on f.bank_uscc = o.bank_uscc and f.enterprise_id = o.enterprise_id
left join total t on t.bank_uscc = o.bank_uscc and t.enterprise_id = e.id
where o.amount > 0
    and e.id <> o.enterprise_id
    and exists (select from granted g where g.enterprise_id = e.id and g.bank_uscc = o.bank_uscc)
group by o.bank_uscc, o.enterprise_id, e.id
order by o.bank_uscc, o.enterprise_id, e.id
