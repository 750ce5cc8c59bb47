-- A record of the other item, of the same enterprise, with that part of its key.
delete from pg_temp.import_item i
using pg_temp.import_subject u
where u.uscc = i.uscc
    and i.refs[@number] is not null
    and not exists (
        select
        from credit.credit_record r
        where r.enterprise_id = u.enterprise_id
            and r.item = @other
            and r.removed_at is null
            and split_part(r.natural_key, '|', @part) = i.refs[@number]
    )
returning
    i.line,
    i.refs[@number],
    (jsonb_strip_nulls(jsonb_build_object(
        'uscc', i.uscc, 'key', i.natural_key, 'occurred_on', i.occurred_on, 'amount', i.amount, 'quantity', trim_scale(i.quantity), 'code', i.code,
        'counterparty', i.counterparty, 'started_on', i.started_on, 'ended_on', i.ended_on, 'valid_until', i.valid_until, 'payload', i.payload)))::text
