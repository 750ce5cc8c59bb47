-- What departments pushed is imported by the worker over its loader connection: leased, imported in the transaction that says so, or given up by the department.
alter table credit.delivery
    -- When the department last sent something: a delivery that nobody goes on with expires.
    add column touched_at timestamptz not null default clock_timestamp(),
    drop constraint delivery_state_check,
    add constraint delivery_state_check check (state in ('open', 'complete', 'imported', 'failed', 'expired'));

drop index credit.delivery_waiting;
-- Of one department and item the first that waits goes first: a correction never overtakes what it corrects.
create index delivery_waiting on credit.delivery (client_id, item, completed_at, id) where state = 'complete';
create index delivery_untouched on credit.delivery (touched_at) where state = 'open';

grant update (touched_at) on credit.delivery to ${gate};

create or replace function credit.add_delivery_chunk(p_client text, p_id uuid, p_n int, p_rows int, p_sha256 bytea, p_body bytea) returns text
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    v_state text;
    v_sha256 bytea;
begin
    -- Locked: two chunks of one delivery must not both be the next one, and none comes into a delivery that expires just now.
    select d.state into v_state from credit.delivery as d where d.id = p_id and d.client_id = p_client for update;
    if v_state is null then
        return 'unknown';
    end if;
    select c.sha256 into v_sha256 from credit.delivery_chunk as c where c.delivery_id = p_id and c.n = p_n;
    if v_sha256 is not null then
        return case when v_sha256 = p_sha256 then 'same' else 'different' end;
    end if;
    if v_state <> 'open' then
        return case v_state when 'expired' then 'expired' else 'closed' end;
    end if;
    if p_n <> (select coalesce(max(c.n), 0) + 1 from credit.delivery_chunk as c where c.delivery_id = p_id) then
        return 'not-next';
    end if;
    insert into credit.delivery_chunk (delivery_id, n, rows, sha256, body) values (p_id, p_n, p_rows, p_sha256, p_body);
    update credit.delivery set touched_at = clock_timestamp() where id = p_id;
    return 'added';
end
$$;

-- completed | same | unknown | expired | rows-differ. A declared digest is compared when the worker reads the bytes anyway: no request waits for 200 MB.
create or replace function credit.complete_delivery(p_client text, p_id uuid) returns text
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    v_delivery credit.delivery;
    v_rows bigint;
begin
    select d.* into v_delivery from credit.delivery as d where d.id = p_id and d.client_id = p_client for update;
    if v_delivery.id is null then
        return 'unknown';
    end if;
    if v_delivery.state <> 'open' then
        return case v_delivery.state when 'expired' then 'expired' else 'same' end;
    end if;
    select coalesce(sum(c.rows), 0) into v_rows from credit.delivery_chunk as c where c.delivery_id = p_id;
    if v_rows <> v_delivery.declared_rows then
        return 'rows-differ';
    end if;
    update credit.delivery set state = 'complete', completed_at = clock_timestamp(), touched_at = clock_timestamp() where id = p_id;
    return 'completed';
end
$$;

-- Page by page, in the order of the lines; personal values were masked before they were kept.
drop function credit.delivery_rejections(text, uuid, int);
create function credit.delivery_rejections(p_client text, p_id uuid, p_after bigint, p_limit int)
returns table (line bigint, field text, rule text, value text, how_to_mend text)
language sql stable security definer
set search_path = pg_catalog, pg_temp
as $$
    select r.line, r.field, r.rule, r.value, r.how_to_mend
    from credit.delivery as d
    join credit.rejection as r on r.batch_id = d.batch_id
    where d.id = p_id and d.client_id = p_client and r.line > p_after
    order by r.line
    limit p_limit
$$;
call platform.give('credit.delivery_rejections(text, uuid, bigint, int)', '${gate}');
grant execute on function credit.delivery_rejections(text, uuid, bigint, int) to ${bank_api};
