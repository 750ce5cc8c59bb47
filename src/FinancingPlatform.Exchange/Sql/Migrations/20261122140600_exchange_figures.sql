-- Figures of reconciliation: the same function on both sides of a hop, so that a sum can only differ where bytes differ.

-- The amount in yuan that a payload carries as {"amount":{"value":…}}, {"amount":…} or {"amount_yuan":…}; null where it has none. Payloads are
-- kept byte for byte as they came, so one that is no JSON must not stop a whole day's figures.
create function exchange.payload_amount(p_payload bytea) returns numeric
language plpgsql stable parallel safe
set search_path = pg_catalog, pg_temp
as $$
declare
    v_json jsonb;
begin
    v_json := convert_from(p_payload, 'UTF8')::jsonb;
    return coalesce(
        v_json #>> '{amount,value}',
        case when jsonb_typeof(v_json -> 'amount') in ('string', 'number') then v_json ->> 'amount' end,
        v_json ->> 'amount_yuan')::numeric;
exception
    when data_exception then
        return null;
end
$$;
grant execute on function exchange.payload_amount(bytea) to ${worker}, ${node};

-- Tells a listening relay that something was enqueued. Once per statement and empty, so that a transaction wakes it once however much it writes;
-- the relay polls anyway.
create function exchange.wake_relay() returns trigger
language plpgsql
set search_path = pg_catalog, pg_temp
as $$
begin
    perform pg_notify('exchange_outbox', '');
    return null;
end
$$;
grant execute on function exchange.wake_relay() to ${ledger};
create trigger outbox_wake after insert on exchange.outbox for each statement execute function exchange.wake_relay();
