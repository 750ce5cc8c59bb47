-- How far each department's exchange database (前置库) has been read. What is configured lies in a file; here stands what has been done.
create table credit.pull_source (
    name text collate "C" primary key,
    item text collate "C" not null,
    -- Table and database cluster that the position belongs to: transaction numbers mean nothing in another.
    source_table text not null,
    cluster text,
    -- Everything of transactions before this one is in.
    at_xid xid8 not null default '0',
    -- Of that transaction itself, the key of the last row taken; null when none was.
    at_key text[],
    lease_token uuid,
    leased_until timestamptz,
    rows bigint not null default 0,
    pulled_at timestamptz,
    failed_at timestamptz,
    error_code text collate "C",
    error_zh text,
    error_en text
);

grant select, insert, update on credit.pull_source to ${loader};
