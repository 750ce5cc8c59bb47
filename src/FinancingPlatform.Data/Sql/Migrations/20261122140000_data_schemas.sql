-- One schema per area (design §3), in the city's database and in a node's alike: a part fills those it needs.
revoke all on schema public from public;

create schema registry;
create schema credit;
create schema identity;
create schema consent;
create schema lending;
create schema scoring;
create schema exchange;
create schema audit;
create schema indicator;

-- A new function is executable by PUBLIC unless this is said once for each role that makes or owns functions.
alter default privileges for role ${owner} revoke execute on functions from public;
alter default privileges for role ${gate} revoke execute on functions from public;
alter default privileges for role ${ledger} revoke execute on functions from public;

-- Hands a function over to one of the two roles that cannot log in. PostgreSQL wants the new owner to hold CREATE on the schema at that
-- moment; it loses it again at once.
-- Use in a migration: call platform.give('consent.open_look(uuid, text)', '${gate}');
create procedure platform.give(p_function text, p_role text)
language plpgsql
set search_path = pg_catalog, pg_temp
as $$
declare
    v_function regprocedure := p_function::regprocedure;
    v_schema text := (select n.nspname from pg_proc p join pg_namespace n on n.oid = p.pronamespace where p.oid = v_function);
begin
    execute format('grant create on schema %I to %I', v_schema, p_role);
    execute format('alter function %s owner to %I', v_function, p_role);
    execute format('revoke create on schema %I from %I', v_schema, p_role);
    execute format('grant usage on schema %I to %I', v_schema, p_role);
end
$$;
revoke all on procedure platform.give(text, text) from public;

-- Who is signed in: nobody, until the Identity part replaces this function ("create or replace", same signature) with the look-up of the
-- session token. It stands here because the row-level security of every part's tables names it.
create function identity.session_enterprise_id() returns bigint
language sql stable security definer
set search_path = pg_catalog, pg_temp
as $$ select null::bigint $$;
grant usage on schema identity to ${portal};
grant execute on function identity.session_enterprise_id() to ${portal};
