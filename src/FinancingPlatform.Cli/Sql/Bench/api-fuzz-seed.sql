-- What the fuzz needs beside the seeded city: a department that may deliver, an objection that waits for its answer, and needs to be claimed.
insert into identity.client (client_id, bank_uscc, bank_name, jwks, created_at, kind, items)
values ('fuzz-department', '11370900MB0000000G', '虚构市场监管局', '{"keys":[]}', clock_timestamp(), 'department', '{penalty}');

-- Of the enterprises that are looked at as well: a record that is removed takes its enterprise's scores with it until they are computed again, so that
-- some looks find no score.
insert into credit.import_batch (item, source, file_name, file_sha256) values ('penalty', '虚构市场监管局', 'invented.csv', sha256('fuzz'));

insert into credit.credit_record (enterprise_id, item, source, occurred_on, known_at, natural_key, code, batch_id, sha256, invented)
select e.id, 'penalty', '虚构市场监管局', date '2026-01-05', clock_timestamp(), '虚罚' || e.id, 'general', b.id, sha256('x'), true
from (select r.id from registry.enterprise r order by r.id limit 20) e
cross join credit.import_batch b;

insert into credit.objection (id, enterprise_id, item, natural_key, source, reason, needs_other_unit, state, submitted_at, accepted_at, due_on)
select gen_random_uuid(), e.id, 'penalty', '虚罚' || e.id, '虚构市场监管局', '不实', true, 'forwarded', clock_timestamp(), clock_timestamp(), d.today + 7
from registry.enterprise e
cross join (select (clock_timestamp() at time zone 'Asia/Shanghai')::date as today) d
order by e.id
limit 20;

insert into lending.need (id, need_no, enterprise_id, amount_yuan, months, purpose, loan_type, source, picked_banks, posted_at, decide_by)
select gen_random_uuid(), 'FUZZ-' || e.id, e.id, 500000, 12, '采购原材料', 'credit', 'platform', '{}', clock_timestamp(), d.today + 14
from registry.enterprise e
cross join (select (clock_timestamp() at time zone 'Asia/Shanghai')::date as today) d
order by e.id
limit 50;
