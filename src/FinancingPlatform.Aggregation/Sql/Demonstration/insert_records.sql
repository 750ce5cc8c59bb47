-- In the order in which they were made, which is the order of the enterprises: neighbouring rows fall on neighbouring pages of every index.
insert into credit.credit_record (
    enterprise_id, item, source, occurred_on, known_at, valid_until, amount, quantity, code, counterparty, started_on, ended_on,
    natural_key, batch_id, sha256, invented
)
select
    enterprise_id, item, source, occurred_on, known_at, valid_until, amount, quantity, code, counterparty, started_on, ended_on,
    natural_key, batch_id, sha256, invented
from pg_temp.demonstration_record
