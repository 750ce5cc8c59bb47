-- A bank reads the credit report under a ticket that an earlier transaction opened (授权查询信用报告): look first, committed, then read (rule A1).

-- What of a report's facts a reader may see: public items, and of the others those that are named. What is left out leaves no count either.
create function credit.report_part(p_facts jsonb, p_items text[]) returns jsonb
language sql immutable strict
set search_path = pg_catalog, pg_temp
as $$
with shown as (
    select i.key, i.value from jsonb_each(p_facts -> 'items') i where i.value ->> 'mode' = 'public' or i.key = any (p_items)
)
select p_facts || jsonb_build_object(
    'items', coalesce((select jsonb_object_agg(s.key, s.value) from shown s), '{}'),
    'records', coalesce((
        select jsonb_agg(r.value order by r.ordinality)
        from jsonb_array_elements(p_facts -> 'records') with ordinality r
        where r.value ->> 'item' in (select s.key from shown s)
    ), '[]'))
$$;

-- One row with a refusal, or with the facts of this moment. The gate has judged the ticket's items by the list version that the enterprise was told.
create function credit.read_report(p_ticket uuid, p_client_id text)
returns table (refusal text, facts jsonb, as_of date, known_at timestamptz, authorisation_id uuid)
language plpgsql volatile security definer
set search_path = pg_catalog, pg_temp
as $$
#variable_conflict use_column
declare
    v_ticket record;
    v_today date := (clock_timestamp() at time zone 'Asia/Shanghai')::date;
begin
    select t.enterprise_id, t.authorisation_id, t.items, t.refusal into v_ticket from consent.ticket_allows(p_ticket, p_client_id, null) t;
    if v_ticket.refusal is not null then
        return query select v_ticket.refusal, null::jsonb, null::date, null::timestamptz, null::uuid;
        return;
    end if;

    return query
    select
        null::text,
        credit.report_part(credit.report_facts(v_ticket.enterprise_id, v_today, now(), credit.report_objections(v_ticket.enterprise_id)), v_ticket.items),
        v_today, now(), v_ticket.authorisation_id;
end
$$;

call platform.give('credit.read_report(uuid, text)', '${gate}');
revoke all on function credit.read_report(uuid, text) from public;
grant execute on function credit.report_part(jsonb, text[]) to ${gate};
grant execute on function credit.read_report(uuid, text) to ${bank_api};
