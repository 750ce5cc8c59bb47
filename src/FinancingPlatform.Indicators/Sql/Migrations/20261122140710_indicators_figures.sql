-- The figures themselves (指标计算). Computed where the rows are, by functions that give counts and digests and never a row (trap 22).

-- The existing-enterprise rule (存续企业), existing-enterprise/2022-reconstructed-1. Null is unknown: in neither numerator nor denominator.
-- A test compares it with the program's own rule over every status, prefix and place.
create function indicator.is_existing(p_uscc text, p_status text, p_in_city boolean) returns boolean
    language sql
    immutable
    parallel safe
as
$$
select case
    when not p_in_city or pg_catalog.left(p_uscc, 2) <> '91' then false
    when p_status = 'unknown' then null
    else p_status in ('active', 'suspended')
end
$$;

-- Every enterprise that a figure may count, with what was known and in force at the end of the as-of date in Beijing.
-- Runs only inside the functions below, with their owner's rights.
create function indicator.population(p_as_of date)
    returns table
    (
        uscc           text,
        division       text,
        existing       boolean,
        suspended      boolean,
        registered     boolean,
        shared_phone   boolean,
        verified       boolean,
        pulled         boolean,
        pulled_net     boolean
    )
    language sql
    stable
as
$$
with day as
(
    select
        ((p_as_of + 1)::timestamp at time zone 'Asia/Shanghai') as ends,
        (((p_as_of - interval '12 months')::date + 1)::timestamp at time zone 'Asia/Shanghai') as year_begins
),
-- One telephone behind more than five firms is flagged, not refused (rule D1).
shared as
(
    select a.phone_hash
    from identity.account a
    where a.kind = 'enterprise' and a.phone_hash is not null
    group by a.phone_hash
    having count(distinct a.enterprise_id) > 5
),
registration as
(
    select
        a.enterprise_id,
        min(greatest(a.phone_proved_at, a.first_login_at)) as registered_at,
        bool_or(s.phone_hash is not null) as shared_phone
    from identity.account a
    cross join day
    left join shared s on s.phone_hash = a.phone_hash
    where a.kind = 'enterprise'
        and a.phone_proved_at < day.ends
        and a.first_login_at < day.ends
        and (a.closed_at is null or a.closed_at >= day.ends)
    group by a.enterprise_id
),
verification as
(
    select v.enterprise_id
    from identity.verification v
    join registry.enterprise e on e.id = v.enterprise_id
    cross join day
    where v.level >= 1
        and v.verified_at < day.ends
        and v.valid_until >= p_as_of
        and (v.revoked_at is null or v.revoked_at >= day.ends)
        and (v.legal_representative is null or v.legal_representative is not distinct from e.legal_representative)
    group by v.enterprise_id
)
select
    e.uscc,
    e.division,
    indicator.is_existing(e.uscc, k.status, e.in_city),
    k.status = 'suspended',
    r.enterprise_id is not null,
    coalesce(r.shared_phone, false),
    r.enterprise_id is not null and v.enterprise_id is not null,
    coalesce(pull.any_look, false),
    coalesce(pull.net_look, false)
from registry.enterprise e
cross join day
-- A status that began after the date says nothing about the date.
cross join lateral (select case when e.status_date > p_as_of then 'unknown' else e.status end as status) k
left join registration r on r.enterprise_id = e.id
left join verification v on v.enterprise_id = e.id
-- Only what a bank really read counts, and only for firms with an account: nobody else can have authorised anything.
left join lateral
(
    select
        true as any_look,
        bool_or(a.at >= r.registered_at + interval '60 seconds' or a.purpose in ('loan-application', 'post-loan')) as net_look
    from consent.access_record a
    where a.enterprise_id = r.enterprise_id
        and a.at >= day.year_begins
        and a.at < day.ends
        and a.outcome = 'granted'
        and a.read_at is not null
        and a.bank_uscc <> e.uscc
    having count(*) > 0
) pull on true
where (e.in_city or r.enterprise_id is not null)
    and (e.established_on is null or e.established_on <= p_as_of)
    and e.created_at < day.ends
$$;

create function indicator.figures(p_as_of date)
    returns table
    (
        definition         text,
        id                 text,
        ordinal            int,
        name_zh            text,
        name_en            text,
        formula_zh         text,
        formula_en         text,
        note_zh            text,
        note_en            text,
        unit               text,
        window_months      int,
        population         text,
        basis              text,
        target             numeric,
        value              numeric,
        net                numeric,
        numerator          bigint,
        net_numerator      bigint,
        denominator        bigint,
        unknown_status     bigint,
        suspended          bigint,
        numerator_outside  bigint,
        numerator_sha256   bytea,
        denominator_sha256 bytea
    )
    language sql
    stable
    security definer
    set search_path = pg_catalog, pg_temp
as
$$
with people as materialized (select * from indicator.population(p_as_of)),
stock as
(
    select
        count(*) filter (where p.existing) as denominator,
        count(*) filter (where p.existing is null) as unknown_status,
        count(*) filter (where p.existing and p.suspended) as suspended,
        sha256(convert_to(coalesce(string_agg(p.uscc, E'\n' order by p.uscc) filter (where p.existing), ''), 'UTF8')) as denominator_sha256
    from people p
),
hits as
(
    select
        m.measure,
        count(*) filter (where p.existing and m.hit) as numerator,
        count(*) filter (where p.existing and m.hit and m.honest and not p.shared_phone) as net_numerator,
        count(*) filter (where m.hit and p.existing is distinct from true) as numerator_outside,
        sha256(convert_to(coalesce(string_agg(p.uscc, E'\n' order by p.uscc) filter (where p.existing and m.hit), ''), 'UTF8')) as numerator_sha256
    from people p
    cross join lateral
    (
        values ('registered', p.registered, true), ('verified', p.verified, true), ('local-pull', p.pulled, p.pulled_net)
    ) m (measure, hit, honest)
    group by m.measure
)
select
    d.id || '/' || d.edition || '-' || d.version,
    d.id, d.ordinal, d.name_zh, d.name_en, d.formula_zh, d.formula_en, d.note_zh, d.note_en, d.unit, d.window_months, d.population, d.basis, d.target,
    -- Eight digits keep every enterprise of a city of ten million visible in the ratio.
    round(h.numerator::numeric / nullif(s.denominator, 0), 8),
    round(h.net_numerator::numeric / nullif(s.denominator, 0), 8),
    -- An empty registry counts nothing rather than not being measurable.
    case when d.measure is null then null else coalesce(h.numerator, 0) end,
    case when d.measure is null then null else coalesce(h.net_numerator, 0) end,
    s.denominator, s.unknown_status, s.suspended,
    case when d.measure is null then null else coalesce(h.numerator_outside, 0) end,
    h.numerator_sha256, s.denominator_sha256
from indicator.definition d
cross join stock s
left join hits h on h.measure = d.measure
where d.valid_from <= p_as_of and (d.valid_to is null or d.valid_to >= p_as_of)
order by d.ordinal
$$;

create function indicator.districts(p_as_of date)
    returns table
    (
        division       text,
        denominator    bigint,
        unknown_status bigint,
        registered     bigint,
        verified       bigint,
        pulled         bigint
    )
    language sql
    stable
    security definer
    set search_path = pg_catalog, pg_temp
as
$$
select
    coalesce(left(p.division, 6), ''),
    count(*) filter (where p.existing),
    count(*) filter (where p.existing is null),
    count(*) filter (where p.existing and p.registered),
    count(*) filter (where p.existing and p.verified),
    count(*) filter (where p.existing and p.pulled)
from indicator.population(p_as_of) p
-- What counts in no figure would only make the table longer.
where p.existing is distinct from false
group by 1
order by 1
$$;

-- Publishes the figures of a day once; a second call changes nothing. The day must be over in Beijing.
create function indicator.take_snapshot(p_as_of date) returns int
    language plpgsql
    volatile
    security definer
    set search_path = pg_catalog, pg_temp
as
$$
declare
    v_taken int;
begin
    if p_as_of >= (clock_timestamp() at time zone 'Asia/Shanghai')::date then
        raise exception 'The day % is not over yet: its figures may still change.', p_as_of using errcode = '22023';
    end if;

    insert into indicator.snapshot
        (as_of, definition, taken_at, value, net, numerator, net_numerator, denominator, unknown_status, suspended, numerator_outside,
         numerator_sha256, denominator_sha256)
    select
        p_as_of, f.definition, clock_timestamp(), f.value, f.net, f.numerator, f.net_numerator, f.denominator, f.unknown_status, f.suspended, f.numerator_outside,
        f.numerator_sha256, f.denominator_sha256
    from indicator.figures(p_as_of) f
    on conflict (as_of, definition) do nothing;
    get diagnostics v_taken = row_count;
    return v_taken;
end
$$;

-- The gate's role owns them: it cannot log in, and reads registry, accounts and access records for counting only.
call platform.give('indicator.is_existing(text, text, boolean)', '${gate}');
call platform.give('indicator.population(date)', '${gate}');
call platform.give('indicator.figures(date)', '${gate}');
call platform.give('indicator.districts(date)', '${gate}');
call platform.give('indicator.take_snapshot(date)', '${gate}');
revoke all on function indicator.is_existing(text, text, boolean) from public;
revoke all on function indicator.population(date) from public;
revoke all on function indicator.figures(date) from public;
revoke all on function indicator.districts(date) from public;
revoke all on function indicator.take_snapshot(date) from public;
grant execute on function indicator.figures(date), indicator.districts(date) to ${regulator}, ${worker};
grant execute on function indicator.take_snapshot(date) to ${worker};
grant usage on schema registry, identity, consent to ${gate};
