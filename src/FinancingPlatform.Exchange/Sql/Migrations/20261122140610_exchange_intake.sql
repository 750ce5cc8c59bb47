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
