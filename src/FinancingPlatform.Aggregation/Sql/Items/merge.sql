insert into credit.credit_record (
    enterprise_id, item, source, occurred_on, known_at, valid_until, amount, quantity, code, counterparty, started_on, ended_on,
    payload, natural_key, version, batch_id, sha256, invented
)
select
    u.enterprise_id, @item, @source, i.occurred_on, @known_at, i.valid_until, i.amount, i.quantity, i.code, i.counterparty, i.started_on,
    i.ended_on, i.payload, i.natural_key, coalesce(f.version, 1), @batch, i.sha256, @invented
from pg_temp.import_item i
join pg_temp.import_subject u on u.uscc = i.uscc
left join pg_temp.import_fates f on f.line = i.line
where f.line is null or f.fate = 'accepted'
-- In index order: neighbouring rows fall on neighbouring pages of every index.
order by u.enterprise_id, i.occurred_on
