copy pg_temp.import_item (
    line, uscc, natural_key, occurred_on, amount, quantity, code, counterparty, started_on, ended_on, valid_until, payload, sha256, may_repeat, refs
) from stdin (format binary)
