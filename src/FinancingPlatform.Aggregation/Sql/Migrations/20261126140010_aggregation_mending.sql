-- A rejected row that was mended in the page (页面更正) is a delivery of its own, linked to the one that it mends. The first delivery's balance
-- never changes; what comes in this way is neither interface nor file.
alter table credit.delivery
    add column mends_batch_id bigint references credit.import_batch (id),
    add column mends_line bigint,
    -- The account that typed it.
    add column entered_by uuid,
    add constraint delivery_mends check ((mends_batch_id is null) = (mends_line is null) and (mends_batch_id is null) = (entered_by is null));
create index delivery_mending on credit.delivery (mends_batch_id, mends_line, opened_at desc) where mends_batch_id is not null;
-- Not yet in, or never: what an operator looks after.
create index delivery_unfinished on credit.delivery (opened_at desc, id) where state <> 'imported';

alter table credit.import_batch drop constraint import_batch_channel_check;
alter table credit.import_batch add constraint import_batch_channel_check check (channel in ('file', 'push', 'pull', 'mend'));
alter table credit.delivery_call drop constraint delivery_call_channel_check;
alter table credit.delivery_call add constraint delivery_call_channel_check check (channel in ('file', 'push', 'pull', 'mend'));
