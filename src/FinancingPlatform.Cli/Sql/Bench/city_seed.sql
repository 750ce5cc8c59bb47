-- A city for the bench: invented enterprises, a tenth of them with one live authorisation over their invoices, and credit records as they
-- would come: item after item, each in the order of enterprises. Signatures are filler: scoring reads terms.
-- Settings: bench.records, the number of records wanted for one enterprise.
insert into registry.enterprise (uscc, name, legal_representative, status, established_on, in_city, invented, row_sha256)
select c.uscc, '虚构企业' || c.n, '虚构代表' || c.n, 'active', date '2001-01-01' + (c.n::bigint * 7919 % 9000)::int, true, true, sha256(convert_to(c.uscc, 'UTF8'))
from bench.code c
order by c.n;

insert into credit.import_batch (item, source, file_name, file_sha256, started_at, finished_at)
select i.item, 'bench', i.item, sha256(''), clock_timestamp() - interval '2 days', clock_timestamp() - interval '2 days'
from (values ('invoice-sales'), ('invoice-purchase'), ('tax-payment'), ('licence'), ('tax-credit-a'), ('penalty'), ('honour'), ('dishonest-debtor')) i (item);

-- Loading a city takes a third of the time without foreign keys, which hold by construction, and with indexes built afterwards.
set session_replication_role = replica;
create table bench.index as
select i.indexrelid::regclass::text as name, replace(pg_get_indexdef(i.indexrelid), ' ON ONLY ', ' ON ') as definition
from pg_index i
where i.indrelid = 'credit.credit_record'::regclass and not exists (select from pg_constraint c where c.conindid = i.indexrelid);

do $$
declare
    v_name text;
begin
    for v_name in select name from bench.index loop
        execute 'drop index ' || v_name;
    end loop;
end
$$;

-- For each item how many records an enterprise has of it, every how many enterprises have any, and over how many days they lie.
create table bench.item as
select i.item, b.id as batch_id,
    case i.item when 'invoice-sales' then current_setting('bench.records')::int - 22 else i.per_firm end as per_firm,
    i.every, i.days
from (values ('invoice-sales', 0, 1, 900), ('invoice-purchase', 14, 1, 900), ('tax-payment', 4, 1, 900), ('licence', 3, 1, 2000), ('tax-credit-a', 1, 1, 600),
    ('penalty', 1, 2, 1000), ('honour', 1, 4, 1000), ('dishonest-debtor', 1, 20, 2000)) i (item, per_firm, every, days)
join credit.import_batch b on b.item = i.item;

do $$
declare
    v_item record;
begin
    for v_item in select * from bench.item order by batch_id loop
        insert into credit.credit_record
            (enterprise_id, item, source, occurred_on, known_at, amount, quantity, code, counterparty, started_on, ended_on, natural_key, batch_id, sha256, invented)
        select e.id, v_item.item, 'bench', d.day, d.day + interval '30 hours',
            (case when h.n % 97 = 0 then -1 else 1 end) * (1000 + h.n % 90000)::numeric, null,
            case when v_item.item like 'invoice-%' and h.n % 53 = 0 then 'voided' else 'valid' end,
            case when v_item.item like 'invoice-%' then 'P' || (e.id * 31 + h.n % 9) end,
            case when v_item.every > 1 then d.day end,
            case when v_item.item = 'dishonest-debtor' and e.id % 40 = 0 then d.day + 400 end,
            v_item.item || '-' || k.k, v_item.batch_id, '\x0000000000000000000000000000000000000000000000000000000000000000', true
        from registry.enterprise e
        cross join generate_series(1, v_item.per_firm) k (k)
        cross join lateral (select abs(hashint8(e.id * 64 + k.k))::bigint as n) h
        cross join lateral (select (clock_timestamp() at time zone 'Asia/Shanghai')::date - 3 - (h.n % v_item.days)::int as day) d
        where e.id % v_item.every = 0;
    end loop;
end
$$;

-- One sales invoice in three hundred was corrected since.
insert into credit.credit_record
    (enterprise_id, item, source, occurred_on, known_at, amount, code, counterparty, natural_key, version, batch_id, sha256, invented)
select r.enterprise_id, r.item, r.source, r.occurred_on, r.known_at + interval '1 day', r.amount + 1, r.code, r.counterparty, r.natural_key, 2, r.batch_id, r.sha256, true
from credit.credit_record r
where r.item = 'invoice-sales' and r.natural_key = 'invoice-sales-1' and r.enterprise_id % 12 = 0;

do $$
declare
    v_definition text;
begin
    for v_definition in select definition from bench.index order by name loop
        execute v_definition;
    end loop;
end
$$;
reset session_replication_role;

insert into consent.authorisation
(
    id, enterprise_id, uscc, bank_uscc, catalogue_version, items, purpose, leg_look, leg_return, leg_training, valid_from, valid_to, max_uses,
    text_version, text_shown, text_sha256, nonce, credential_id, authenticator_data, client_data_json, signature, public_key_cose, signed_at
)
select
    gen_random_uuid(), e.id, e.uscc, '91370900MA00000006', v.version, array['invoice-purchase', 'invoice-sales'], 'loan-application', true, true, false,
    d.today, d.today + 90, 400, '2026-11/loan-application', t.shown, sha256(convert_to(t.shown, 'UTF8')), sha256(convert_to(e.uscc, 'UTF8')),
    '\x01', repeat('x', 37)::bytea, repeat('x', 140)::bytea, repeat('x', 71)::bytea, repeat('x', 77)::bytea, clock_timestamp()
from registry.enterprise e
cross join (select max(version) as version from credit.catalogue_item where code = 'invoice-sales') v
cross join lateral (select repeat('授权文本 ', 30) || e.uscc as shown) t
cross join (select (clock_timestamp() at time zone 'Asia/Shanghai')::date as today) d
where e.id % 10 = 0;

delete from scoring.pending;
drop table bench.code, bench.item, bench.index;
