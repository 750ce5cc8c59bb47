delete from pg_temp.import_item i
using pg_temp.import_subject u
where u.enterprise_id is null and i.uscc = u.uscc
returning
    i.line,
    i.uscc,
    (jsonb_strip_nulls(jsonb_build_object(
        'uscc', i.uscc, 'key', i.natural_key, 'occurred_on', i.occurred_on, 'amount', i.amount, 'quantity', trim_scale(i.quantity), 'code', i.code,
        'counterparty', i.counterparty, 'started_on', i.started_on, 'ended_on', i.ended_on, 'valid_until', i.valid_until, 'payload', i.payload)))::text
