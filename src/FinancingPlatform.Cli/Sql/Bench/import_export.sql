copy (
    -- The canonical rows of the import, in the order in which the file delivers them: month by month, all enterprises of a month.
    select
        enterprise_id, item, source, occurred_on, known_at, valid_until, amount, quantity, code, counterparty, started_on, ended_on,
        payload, natural_key, version, batch_id, sha256, invented
    from credit.credit_record
    order by started_on, enterprise_id
) to stdout (format binary)
