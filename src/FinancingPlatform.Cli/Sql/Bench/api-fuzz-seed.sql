-- What the fuzz needs beside the seeded city: a department that may deliver, an objection that waits for its answer, and needs to be claimed.
insert into identity.client (client_id, bank_uscc, bank_name, jwks, created_at, kind, items)
values ('fuzz-department', '11370900MB0000000G', '虚构市场监管局', '{"keys":[]}', clock_timestamp(), 'department', '{penalty}');

-- Of the second enterprise that is looked at as well: a record that is removed takes its enterprise's scores with it until they are computed again, so that
-- some looks find no score; those at the first one find theirs.
insert into credit.import_batch (item, source, file_name, file_sha256) values ('penalty', '虚构市场监管局', 'invented.csv', sha256('fuzz'));

insert into credit.credit_record (enterprise_id, item, source, occurred_on, known_at, natural_key, code, batch_id, sha256, invented)
select e.id, 'penalty', '虚构市场监管局', date '2026-01-05', clock_timestamp(), '虚罚' || e.id, 'general', b.id, sha256('x'), true
from (select r.id from registry.enterprise r order by r.id limit 20 offset 1) e
cross join credit.import_batch b;

insert into credit.objection (id, enterprise_id, item, natural_key, source, reason, needs_other_unit, state, submitted_at, accepted_at, due_on)
select gen_random_uuid(), e.id, 'penalty', '虚罚' || e.id, '虚构市场监管局', '不实', true, 'forwarded', clock_timestamp(), clock_timestamp(), d.today + 7
from registry.enterprise e
cross join (select (clock_timestamp() at time zone 'Asia/Shanghai')::date as today) d
order by e.id
limit 20 offset 1;

insert into lending.need (id, need_no, enterprise_id, amount_yuan, months, purpose, loan_type, source, picked_banks, posted_at, decide_by)
select gen_random_uuid(), 'FUZZ-' || e.id, e.id, 500000, 12, '采购原材料', 'credit', 'platform', '{}', clock_timestamp(), d.today + 14
from registry.enterprise e
cross join (select (clock_timestamp() at time zone 'Asia/Shanghai')::date as today) d
order by e.id
limit 50;

-- Since a month, so that a loan can be overdue by today.
update consent.authorisation set valid_from = valid_from - 30, valid_to = valid_to - 30;

-- Two versions of each kind of score, so that a bank may choose, with a score of every enterprise by each of them.
insert into scoring.pack_version (sha256, kind, name, version, demonstration, features, state)
values
    (repeat('a', 64), 'public', 'fuzz-public', '1', true, '{}', 'champion'),
    (repeat('b', 64), 'full', 'fuzz-full', '1', true, '{}', 'champion'),
    (repeat('c', 64), 'public', 'fuzz-public', '2', true, '{}', 'challenger'),
    (repeat('d', 64), 'full', 'fuzz-full', '2', true, '{}', 'challenger');

update scoring.score set pack_sha256 = case kind when 'public' then repeat('a', 64) else repeat('b', 64) end;

insert into scoring.parallel_score
(
    enterprise_id, kind, authorisation_id, items, pack, pack_version, pack_sha256, as_of, computed_at, margin, points, grade, demonstration, input_sha256, inputs,
    reasons
)
select s.enterprise_id, s.kind, s.authorisation_id, s.items, s.pack, '2', case s.kind when 'public' then repeat('c', 64) else repeat('d', 64) end, s.as_of, s.computed_at,
    s.margin, s.points, s.grade, s.demonstration, s.input_sha256, s.inputs, s.reasons
from scoring.score s;

analyze;
