-- The catalogue (信用信息归集清单): which items exist, who supplies them, and how far each may be shared.
create table credit.catalogue_version (
    version text primary key,
    issued_on date not null,
    note text not null
);

create table credit.catalogue_item (
    version text not null references credit.catalogue_version (version),
    code text collate "C" not null,
    class text not null,
    name_zh text not null,
    name_en text not null,
    supplier text not null,
    level text not null,
    mode text not null check (mode in ('public', 'authorised', 'joint')),
    sensitivity text not null,
    update_frequency text not null,
    legal_basis text,
    valid_from date not null,
    valid_to date,
    primary key (version, code)
);

create table credit.import_batch (
    id bigint generated always as identity primary key,
    item text collate "C" not null,
    source text not null,
    file_name text not null,
    file_sha256 bytea not null check (octet_length(file_sha256) = 32),
    started_at timestamptz not null default clock_timestamp(),
    finished_at timestamptz,
    received bigint not null default 0,
    accepted_new bigint not null default 0,
    accepted_version bigint not null default 0,
    duplicate bigint not null default 0,
    withheld bigint not null default 0,
    rejected bigint not null default 0,
    -- Rule B2: nothing that came in goes unaccounted for.
    check (finished_at is null or received = accepted_new + accepted_version + duplicate + withheld + rejected)
);

-- Identity columns of partitioned tables need PostgreSQL 17.
create sequence credit.credit_record_id;

-- One enterprise's file (信用档案) is one place: 16 partitions by its number, which could become 16 servers.
-- No foreign key to registry.enterprise: loaders find the number by a join with it in the same statement, no role may delete an
-- enterprise, and the check per row would cost a third of an import.
create table credit.credit_record (
    enterprise_id bigint not null,
    id bigint not null default nextval('credit.credit_record_id'),
    item text collate "C" not null,
    source text not null,
    occurred_on date not null,
    -- Anything computed "as of" a moment uses only what was known then.
    known_at timestamptz not null,
    valid_until date,
    amount numeric(18, 2),
    quantity numeric(18, 4),
    code text,
    counterparty text,
    started_on date,
    ended_on date,
    -- What the source sent; erased by a lawful removal, which leaves the trail (removed_at, removed_rule, sha256).
    payload jsonb,
    -- The source's own name of the fact: a correction is the next version of the same key.
    natural_key text collate "C" not null,
    version int not null default 1 check (version >= 1),
    batch_id bigint not null references credit.import_batch (id),
    sha256 bytea not null check (octet_length(sha256) = 32),
    removed_at timestamptz,
    removed_rule text,
    invented boolean not null default false,
    primary key (enterprise_id, id),
    unique (enterprise_id, item, natural_key, version),
    check ((removed_at is null) = (removed_rule is null))
) partition by hash (enterprise_id);

do $$
begin
    for i in 0..15 loop
        execute format(
            'create table credit.credit_record_%s partition of credit.credit_record for values with (modulus 16, remainder %s)',
            lpad(i::text, 2, '0'), i);
    end loop;
end
$$;

create index credit_record_file on credit.credit_record (enterprise_id, item, occurred_on);

-- The portal sees the signed-in enterprise's records only. Grants are on the parent: a partition cannot be read around its policy.
alter table credit.credit_record enable row level security;
create policy own_records on credit.credit_record for select to ${portal}
    using (enterprise_id = (select identity.session_enterprise_id()));
-- Row-level security shuts out everybody without a policy: these roles are bound by their grants instead.
create policy by_grant on credit.credit_record to ${loader}, ${gate}
    using (true) with check (true);

grant usage on schema credit to ${portal}, ${worker}, ${loader}, ${gate}, ${regulator}, ${bank_desk};
grant select on credit.catalogue_version, credit.catalogue_item to ${portal}, ${worker}, ${loader}, ${gate}, ${regulator}, ${bank_desk};
grant insert, update on credit.catalogue_version, credit.catalogue_item to ${loader};
-- The worker is not among them: it reads through gate functions, which check item and purpose like everybody's (rule A1).
grant select on credit.credit_record to ${portal}, ${gate};
-- A loader has to see what is there to tell a duplicate from a new version.
grant select, insert, update on credit.credit_record to ${loader};
grant usage on sequence credit.credit_record_id to ${loader};
grant select, insert, update on credit.import_batch to ${loader};
grant select on credit.import_batch to ${worker}, ${regulator};
