-- COPY cannot write to a table with row-level security, so the rows pass through one without.
create temporary table demonstration_record (
    enterprise_id bigint not null,
    item text collate "C" not null,
    source text not null,
    occurred_on date not null,
    known_at timestamptz not null,
    valid_until date,
    amount numeric(18, 2),
    quantity numeric(18, 4),
    code text,
    counterparty text,
    started_on date,
    ended_on date,
    natural_key text collate "C" not null,
    batch_id bigint not null,
    sha256 bytea not null,
    invented boolean not null
) on commit drop
