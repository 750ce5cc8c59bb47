-- Two imports of one item at a time would both find a key absent; other items go on side by side.
select pg_advisory_xact_lock(hashtext('credit.credit_record import'), hashtext(@item));

-- One sort of all rows, and two hashes: more than the default lets them spill to files several times.
set local work_mem = '256MB';
set local jit = off;

create temporary table import_item (
    line bigint not null,
    uscc text collate "C" not null,
    natural_key text collate "C" not null,
    occurred_on date not null,
    amount numeric(18, 2),
    quantity numeric(18, 4),
    code text,
    counterparty text,
    started_on date,
    ended_on date,
    valid_until date,
    payload jsonb,
    sha256 bytea not null,
    -- The file may have named the key before; never false where it did.
    may_repeat boolean not null,
    -- What has to be known of other items, in the order of the layout's rules.
    refs text[]
) on commit drop;
