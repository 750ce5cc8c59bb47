-- What a department delivers, and how it went (数据报送). An item's layout is data: its columns, checks and slots.
create table credit.item_layout (
    code text collate "C" primary key,
    revision int not null check (revision > 0),
    layout jsonb not null,
    loaded_at timestamptz not null default clock_timestamp()
);

alter table credit.import_batch
    -- file: handed over and imported here; push: over the department's interface; pull: fetched from its exchange database (前置库).
    add column channel text not null default 'file' check (channel in ('file', 'push', 'pull')),
    -- The department's own name of the delivery: the same one again is the same delivery.
    add column delivery_id uuid,
    -- Accepted rows that came later than the item's clock of working days allows.
    add column late bigint not null default 0 check (late >= 0);

-- Why a row was not taken; personal values are masked before they come here. The first rows of a batch, the rejected file holds all.
create table credit.rejection (
    batch_id bigint not null references credit.import_batch (id),
    line bigint not null,
    field text not null,
    rule text collate "C" not null,
    value text not null,
    how_to_mend text not null,
    -- The row's cells that are not personal, by column, so that it can be mended without the file.
    cells jsonb not null default '{}',
    primary key (batch_id, line)
);

-- Every attempt to deliver, the failed ones as well: an import that fails leaves no batch behind.
create table credit.delivery_call (
    id bigint generated always as identity primary key,
    at timestamptz not null default clock_timestamp(),
    item text collate "C" not null,
    source text not null,
    channel text not null check (channel in ('file', 'push', 'pull')),
    batch_id bigint references credit.import_batch (id),
    -- Stable name of the error; null when the delivery was taken.
    error text collate "C",
    rows bigint not null default 0
);
create index delivery_call_item on credit.delivery_call (item, source, at desc);

grant select on credit.item_layout to ${portal}, ${worker}, ${loader}, ${gate}, ${regulator};
grant insert, update on credit.item_layout to ${loader};
grant select, insert on credit.rejection to ${loader};
grant select, insert on credit.delivery_call to ${loader};
grant select on credit.delivery_call to ${worker}, ${regulator};
