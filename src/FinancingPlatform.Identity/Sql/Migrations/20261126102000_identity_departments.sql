-- A department (数据提供单位) is a client as a bank is, of another kind: it delivers the items it is named for, and reads no score.
alter table identity.client
    add column kind text collate "C" not null default 'bank' check (kind in ('bank', 'department')),
    add column items text[] not null default '{}',
    add constraint client_items_of_departments check (kind = 'department' or items = '{}');

grant select (kind) on identity.client to ${bank_api};
grant select (client_id, bank_name, kind, items, disabled_at) on identity.client to ${gate};
