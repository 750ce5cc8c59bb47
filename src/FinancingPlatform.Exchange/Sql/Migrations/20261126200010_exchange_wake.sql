-- A transaction that notifies is committed alone: PostgreSQL lets no two of them commit at a time, each to the end of its write to disk. With one
-- notification per message the whole city's posts were as fast as one disk write after another. So one of those that are under way at a time gives
-- the hint; whoever finds it given already leaves it out. The relay polls anyway, so a hint that comes just before a message costs one poll.
create or replace function exchange.wake_relay() returns trigger
language plpgsql
set search_path = pg_catalog, pg_temp
as $$
begin
    if pg_try_advisory_xact_lock(hashtextextended('exchange.wake_relay', 0)) then
        perform pg_notify('exchange_outbox', '');
    end if;
    return null;
end
$$;
