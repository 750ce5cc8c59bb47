-- What a node's page shows, kept as counters by the intake, so that it costs the same with a million messages.
create table exchange.inbox_count (
    source text collate "C" not null,
    kind text collate "C" not null,
    outcome text collate "C" not null check (outcome in ('accepted', 'duplicate', 'refused')),
    messages bigint not null check (messages > 0),
    last_at timestamptz not null,
    primary key (source, kind, outcome)
);
grant select, insert, update on exchange.inbox_count to ${node};

-- The newest first, for the page.
create index inbox_recent on exchange.inbox (decided_at desc);

-- Seals of the audit chains below: kept here, their owner's database owner cannot take them back.
create table exchange.audit_seal (
    party text collate "C" not null,
    seal_no bigint not null check (seal_no > 0),
    seal text not null,
    sealed_at timestamptz not null,
    received_at timestamptz not null,
    primary key (party, seal_no)
);
grant select, insert on exchange.audit_seal to ${node};
