-- The registry (登记库): public facts of every enterprise that the city knows. Inside it is known by a number, outside by its code.
create table registry.enterprise (
    id bigint generated always as identity primary key,
    uscc text collate "C" not null unique,
    name text not null,
    legal_representative text,
    status text not null default 'unknown' check (status in (
        'unknown', 'active', 'suspended', 'revoked', 'cancelled', 'annulled', 'moved_out', 'ordered_closed', 'liquidation', 'stopped')),
    status_date date,
    established_on date,
    kind text,
    division text collate "C",
    industry text collate "C",
    registered_capital_yuan numeric(18, 2),
    parent_uscc text collate "C",
    in_city boolean not null,
    staff int check (staff >= 0),
    revenue_yuan numeric(18, 2),
    assets_yuan numeric(18, 2),
    size text not null default 'unknown' check (size in ('unknown', 'micro', 'small', 'medium', 'large')),
    invented boolean not null default false,
    row_sha256 bytea not null check (octet_length(row_sha256) = 32),
    created_at timestamptz not null default clock_timestamp(),
    updated_at timestamptz not null default clock_timestamp()
);

-- Every two neighbouring characters of a name, blanks and width aside: Chinese has no word breaks, and trigrams see nothing of it under C.
create function registry.bigrams(p_text text) returns text[]
language sql immutable strict parallel safe
set search_path = pg_catalog, pg_temp
as $$
    select coalesce(array_agg(distinct substr(t.name, i, 2)), '{}')
    from (select lower(regexp_replace(normalize(p_text, nfkc), '\s', '', 'g')) as name) t
    cross join lateral generate_series(1, char_length(t.name) - 1) i
$$;

create index enterprise_name_bigrams on registry.enterprise using gin (registry.bigrams(name));

-- Lists page by (in_city, status, id): the regulator's counts and the worker's sweeps.
create index enterprise_in_city on registry.enterprise (status, id) where in_city;

grant usage on schema registry to ${portal}, ${bank_desk}, ${worker}, ${loader}, ${regulator}, ${gate};
grant select on registry.enterprise to ${portal}, ${bank_desk}, ${worker}, ${loader}, ${regulator}, ${gate};
grant insert, update on registry.enterprise to ${loader};
grant execute on function registry.bigrams(text) to ${portal}, ${bank_desk}, ${worker}, ${loader}, ${regulator};
