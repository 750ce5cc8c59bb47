-- A city for the bench: invented enterprises, one live authorisation each, a full and a public score each. Signatures are filler: the gate reads terms.
insert into registry.enterprise (uscc, name, legal_representative, status, in_city, invented, row_sha256)
select c.uscc, '虚构企业' || c.n, '虚构代表' || c.n, 'active', true, true, sha256(convert_to(c.uscc, 'UTF8'))
from bench.code c
order by c.n;

insert into credit.catalogue_version (version, issued_on, note) values ('bench', date '2024-03-28', 'bench') on conflict do nothing;

insert into credit.catalogue_item (version, code, class, name_zh, name_en, supplier, level, mode, sensitivity, update_frequency, valid_from)
select 'bench', c.code, 'bench', c.code, c.code, 'bench', 'city', 'authorised', 'high', 'day', date '2024-03-28'
from (values ('invoice-sales'), ('invoice-purchase')) c (code)
on conflict do nothing;

insert into lending.bank (uscc, name) values ('91370900MA00000006', 'Bench bank') on conflict do nothing;

insert into identity.client (client_id, bank_uscc, bank_name, jwks, created_at)
values ('bench-bank', '91370900MA00000006', 'Bench bank', '{"keys":[]}', clock_timestamp());

insert into consent.authorisation
(
    id, enterprise_id, uscc, bank_uscc, catalogue_version, items, purpose, leg_look, leg_return, leg_training, valid_from, valid_to, max_uses,
    text_version, text_shown, text_sha256, nonce, credential_id, authenticator_data, client_data_json, signature, public_key_cose, signed_at
)
select
    gen_random_uuid(), e.id, e.uscc, '91370900MA00000006', 'bench', array['invoice-purchase', 'invoice-sales'], 'loan-application', true, true, false,
    d.today, d.today + 90, 400, '2026-11/loan-application', t.shown, sha256(convert_to(t.shown, 'UTF8')), sha256(convert_to(e.uscc, 'UTF8')),
    '\x01', repeat('x', 37)::bytea, repeat('x', 140)::bytea, repeat('x', 71)::bytea, repeat('x', 77)::bytea, clock_timestamp()
from registry.enterprise e
-- As long as a real text, so that rows have a real size.
cross join lateral (select repeat('授权文本 ', 300) || e.uscc as shown) t
cross join (select (clock_timestamp() at time zone 'Asia/Shanghai')::date as today) d;

insert into scoring.score
(
    enterprise_id, kind, authorisation_id, items, pack, pack_version, pack_sha256, as_of, known_at, computed_at, margin, points, grade, demonstration,
    input_sha256, inputs, reasons
)
select
    a.enterprise_id, k.kind, case k.kind when 'full' then a.id end, case k.kind when 'full' then a.items else '{}' end, 'bench', '1', 'bench', d.today,
    clock_timestamp(), clock_timestamp(), 0.5, 600, 'B', true, sha256(convert_to(a.uscc, 'UTF8')), '{}',
    (select jsonb_agg(jsonb_build_object('feature', 'feature-' || n, 'zh', '虚构的理由', 'en', 'An invented reason', 'points', n)) from generate_series(1, 5) n)
from consent.authorisation a
cross join (values ('public'), ('full')) k (kind)
cross join (select (clock_timestamp() at time zone 'Asia/Shanghai')::date as today) d;

delete from scoring.pending;

create table bench.score (uscc text collate "C" primary key, points int not null, grade text not null, as_of date not null);
insert into bench.score (uscc, points, grade, as_of) select uscc, 600, 'B', date '2026-11-01' from bench.code;

create table bench.look (id uuid primary key, at timestamptz not null, uscc text not null, operator text not null, reference text not null);

drop table bench.code;

do $$
begin
    execute format('grant usage on schema bench to %I', replace(current_user, '_owner', '_bank_api'));
    execute format('grant select on bench.score to %I', replace(current_user, '_owner', '_bank_api'));
    execute format('grant select, insert on bench.look to %I', replace(current_user, '_owner', '_bank_api'));
end
$$;

analyze;
