copy credit.credit_record (
    enterprise_id, item, source, occurred_on, known_at, valid_until, amount, quantity, code, counterparty, started_on, ended_on,
    payload, natural_key, version, batch_id, sha256, invented
) from stdin (format binary)
