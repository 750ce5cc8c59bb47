insert into credit.credit_record (
    enterprise_id, item, source, occurred_on, known_at, valid_until, amount, quantity, code, counterparty, started_on, ended_on,
    payload, natural_key, version, batch_id, sha256, invented
)
select
    f.enterprise_id, @item, @source, s.occurred_on, @known_at, s.valid_until, s.amount, s.quantity, s.code, s.counterparty, s.started_on,
    s.ended_on, s.payload, s.natural_key, f.version, @batch, s.sha256, @invented
from import_fates f
join pg_temp.import_item s on s.line = f.line
where f.fate = 'accepted'
-- In index order: neighbouring rows fall on neighbouring pages.
order by f.enterprise_id, s.natural_key, f.version
