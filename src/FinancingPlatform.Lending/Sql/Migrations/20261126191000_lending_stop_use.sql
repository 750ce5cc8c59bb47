-- A lawful removal (repair, end of publication) is told to the banks that hold the record: stop using what of this item was read before now
-- (停止使用, rule A9; 信用修复 = stop publishing, stop sharing and stop using). One event per bank, enterprise and item of a transaction, with neither
-- content nor key of the record: what is gone must not be spelled out once more.
create function lending.tell_removed() returns trigger
    language plpgsql
    volatile
    security definer
    set search_path = pg_catalog, pg_temp
as
$$
declare
    -- The same for every record of the item that goes in this transaction.
    v_subject uuid := md5(pg_current_xact_id()::text || ' ' || new.enterprise_id || ' ' || new.item)::uuid;
begin
    perform lending.raise_event(h.bank_uscc, 'stop-use', v_subject, jsonb_build_object('uscc', e.uscc, 'items', array[new.item], 'why', 'record-removed'))
    from
    (
        -- Looks that were read since the record was known: a report holds every public item and those that were named, a score rests on the same.
        select r.bank_uscc
        from consent.access_record r
        join consent.authorisation a on a.id = r.authorisation_id
        left join credit.catalogue_item i on i.version = a.catalogue_version and i.code = new.item
        where r.enterprise_id = new.enterprise_id and r.at >= new.known_at and r.read_at is not null and (new.item = any (r.items) or i.mode = 'public')
        union
        -- Alerts that this record raised.
        select l.bank_uscc
        from lending.alert l
        join lending.alert_rule u on u.code = l.rule and u.item = new.item
        where l.enterprise_id = new.enterprise_id and l.source_id = new.id
    ) h
    join registry.enterprise e on e.id = new.enterprise_id
    where not exists (select from lending.bank_event b where b.bank_uscc = h.bank_uscc and b.kind = 'stop-use' and b.subject_id = v_subject)
    order by h.bank_uscc;
    return null;
end
$$;

call platform.give('lending.tell_removed()', '${gate}');
revoke all on function lending.tell_removed() from public;

create trigger tell_banks_of_removal
    after update of removed_at on credit.credit_record
    for each row when (old.removed_at is null and new.removed_at is not null)
    execute function lending.tell_removed();
