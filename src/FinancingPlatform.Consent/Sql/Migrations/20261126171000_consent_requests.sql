-- A bank asks an enterprise for an authorisation (授权申请). The request changes no right: what the enterprise signs does. Its state is computed when
-- read, so that a grant, a withdrawal and the passing of time count at once.
create table consent.authorisation_request
(
    id            uuid        not null primary key,
    enterprise_id bigint      not null references registry.enterprise (id),
    uscc          text        not null collate "C",
    bank_uscc     text        not null collate "C",
    client_id     text        not null collate "C",
    items         text[]      not null collate "C" check (cardinality(items) between 1 and 64),
    purpose       text        not null collate "C" check (purpose in ('pre-credit', 'loan-application', 'post-loan')),
    leg_look      boolean     not null,
    leg_return    boolean     not null,
    leg_training  boolean     not null,
    days          int         not null check (days between 1 and case purpose when 'post-loan' then 365 else 90 end),
    max_uses      int         not null check (max_uses between 1 and 400),
    operator      text        not null check (length(operator) between 1 and 64),
    branch        text        not null check (length(branch) between 1 and 128),
    reference     text        not null check (length(reference) between 1 and 128),
    asked_at      timestamptz not null,
    expires_at    timestamptz not null,
    declined_at   timestamptz,
    cancelled_at  timestamptz,
    constraint authorisation_request_has_a_leg check (leg_look or leg_return or leg_training)
);
create index authorisation_request_bank on consent.authorisation_request (bank_uscc, asked_at desc, id desc);
create index authorisation_request_enterprise on consent.authorisation_request (enterprise_id, asked_at desc);

alter table consent.authorisation_request enable row level security;
create policy gate_all on consent.authorisation_request to ${gate} using (true) with check (true);
create policy own_rows on consent.authorisation_request for select to ${portal} using (enterprise_id = (select identity.session_enterprise_id()));
grant select on consent.authorisation_request to ${portal};
grant select, insert, update on consent.authorisation_request to ${gate};

-- The authorisation that answered a request: signed after it was asked, for the same bank and purpose, with all its items and legs.
create function consent.answer_of(r consent.authorisation_request) returns uuid
    language sql
    stable
as
$$
select a.id
from consent.authorisation a
where a.enterprise_id = r.enterprise_id and a.bank_uscc = r.bank_uscc and a.purpose = r.purpose and a.signed_at >= r.asked_at and r.items <@ a.items
    and (a.leg_look or not r.leg_look) and (a.leg_return or not r.leg_return) and (a.leg_training or not r.leg_training)
order by a.signed_at
limit 1
$$;

create function consent.request_body(r consent.authorisation_request) returns jsonb
    language sql
    stable
as
$$
select jsonb_build_object
(
    'id', r.id, 'uscc', r.uscc, 'enterprise_name', e.name, 'items', r.items, 'purpose', r.purpose, 'leg_look', r.leg_look, 'leg_return', r.leg_return,
    'leg_training', r.leg_training, 'days', r.days, 'max_uses', r.max_uses, 'operator', r.operator, 'branch', r.branch, 'reference', r.reference,
    'asked_at', to_char(r.asked_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), 'expires_at', to_char(r.expires_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'),
    'state', case
        when a.id is not null then 'granted'
        when r.declined_at is not null then 'declined'
        when r.cancelled_at is not null then 'cancelled'
        when r.expires_at <= clock_timestamp() then 'expired'
        else 'pending'
    end,
    'authorisation_id', a.id
)
from registry.enterprise e
cross join lateral (select consent.answer_of(r) as id) a
where e.id = r.enterprise_id
$$;

create function consent.requests_page(p_bank_uscc text, p_uscc text, p_before timestamptz, p_before_id uuid, p_limit int)
    returns table (at timestamptz, id uuid, body jsonb)
    language sql
    stable
    security definer
    set search_path = pg_catalog, pg_temp
as
$$
select r.asked_at, r.id, consent.request_body(r)
from consent.authorisation_request r
where r.bank_uscc = p_bank_uscc and (p_uscc is null or r.uscc = p_uscc) and (p_before is null or (r.asked_at, r.id) < (p_before, p_before_id))
order by r.asked_at desc, r.id desc
limit least(p_limit, 200)
$$;

create function consent.request_of_bank(p_bank_uscc text, p_id uuid) returns jsonb
    language sql
    stable
    security definer
    set search_path = pg_catalog, pg_temp
as
$$
select consent.request_body(r) from consent.authorisation_request r where r.id = p_id and r.bank_uscc = p_bank_uscc
$$;

-- An authorisation's history for the bank that holds it: its life, and the bank's own looks under it (the last hundred).
create function consent.authorisation_history(p_bank_uscc text, p_id uuid) returns jsonb
    language sql
    stable
    security definer
    set search_path = pg_catalog, pg_temp
as
$$
select jsonb_build_object
(
    'id', a.id, 'uscc', a.uscc, 'purpose', a.purpose, 'valid_from', a.valid_from, 'valid_to', a.valid_to, 'uses', a.uses, 'max_uses', a.max_uses,
    'events',
    (
        select jsonb_agg(jsonb_build_object('kind', e.kind, 'at', to_char(e.at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')) order by e.at)
        from
        (
            values ('granted', a.signed_at), ('paused', a.paused_at), ('revoked', a.revoked_at),
                ('expired', case when a.revoked_at is null and a.valid_to < (clock_timestamp() at time zone 'Asia/Shanghai')::date
                    then (a.valid_to + 1)::timestamp at time zone 'Asia/Shanghai' end)
        ) e (kind, at)
        where e.at is not null
    ),
    'looks', coalesce(
    (
        select jsonb_agg(jsonb_build_object
        (
            'ticket', l.ticket, 'at', to_char(l.at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), 'operator', l.operator, 'branch', l.branch,
            'purpose', l.purpose, 'reference', l.reference, 'items', l.items, 'read', l.read_at is not null
        ) order by l.at desc)
        from
        (
            select r.* from consent.access_record r
            where r.enterprise_id = a.enterprise_id and r.authorisation_id = a.id
            order by r.at desc
            limit 100
        ) l
    ), '[]')
)
from consent.authorisation a
where a.id = p_id and a.bank_uscc = p_bank_uscc
$$;

-- The signed-in enterprise says no.
create function consent.decline_request(p_id uuid) returns boolean
    language plpgsql
    volatile
    security definer
    set search_path = pg_catalog, pg_temp
as
$$
begin
    update consent.authorisation_request r
    set declined_at = clock_timestamp()
    where r.id = p_id and r.enterprise_id = identity.session_enterprise_id() and r.declined_at is null and r.cancelled_at is null;
    return found;
end
$$;

-- A bank's looks by day and purpose; from and to are days in China.
create function consent.looks_by_day(p_bank_uscc text, p_from date, p_to date) returns jsonb
    language sql
    stable
    security definer
    set search_path = pg_catalog, pg_temp
as
$$
select coalesce(jsonb_agg(jsonb_build_object('day', d.day, 'purpose', d.purpose, 'granted', d.granted, 'refused', d.refused) order by d.day, d.purpose), '[]')
from
(
    select (r.at at time zone 'Asia/Shanghai')::date as day, r.purpose, count(*) filter (where r.outcome = 'granted') as granted,
        count(*) filter (where r.outcome = 'refused') as refused
    from consent.access_record r
    where r.bank_uscc = p_bank_uscc and r.at >= p_from::timestamp at time zone 'Asia/Shanghai' and r.at < (p_to + 1)::timestamp at time zone 'Asia/Shanghai'
    group by 1, 2
) d
$$;

call platform.give('consent.answer_of(consent.authorisation_request)', '${gate}');
call platform.give('consent.request_body(consent.authorisation_request)', '${gate}');
call platform.give('consent.requests_page(text, text, timestamptz, uuid, int)', '${gate}');
call platform.give('consent.request_of_bank(text, uuid)', '${gate}');
call platform.give('consent.authorisation_history(text, uuid)', '${gate}');
call platform.give('consent.decline_request(uuid)', '${gate}');
call platform.give('consent.looks_by_day(text, date, date)', '${gate}');
revoke all on all functions in schema consent from public;
grant execute on function consent.requests_page(text, text, timestamptz, uuid, int) to ${bank_api};
grant execute on function consent.request_of_bank(text, uuid) to ${bank_api};
grant execute on function consent.authorisation_history(text, uuid) to ${bank_api};
grant execute on function consent.decline_request(uuid) to ${portal};
grant execute on function consent.looks_by_day(text, date, date) to ${bank_api};
