-- Relationship rings (关联闭环; rule C5), found per bank: only enterprises that all authorised the same bank for the item are looked at together, so that
-- no flag tells a bank about the records of an enterprise that did not let it look.
create table scoring.ring_member
(
    bank_uscc     text           not null collate "C",
    kind          text           not null collate "C" check (kind in ('invoice', 'guarantee')),
    enterprise_id bigint         not null references registry.enterprise (id),
    ring          int            not null,
    size          int            not null check (size between 2 and 12),
    -- Sold to, or guaranteed for, other members within the window: what is netted out of revenue.
    amount_yuan   numeric(18, 2) not null check (amount_yuan >= 0),
    primary key (enterprise_id, bank_uscc, kind)
);

create index ring_member_ring on scoring.ring_member (bank_uscc, kind, ring);

-- When rings were last looked for: before that, being in none means nothing.
create table scoring.ring_run
(
    kind     text        not null collate "C" primary key check (kind in ('invoice', 'guarantee')),
    as_of    date        not null,
    known_at timestamptz not null
);

-- One member's withdrawal or removal ends the whole ring: the others' flags stand on its records too.
create function scoring.forget_rings(p_enterprise_id bigint, p_bank_uscc text) returns void
    language sql
    volatile
    security definer
    set search_path = pg_catalog, pg_temp
as
$$
delete from scoring.ring_member m
using scoring.ring_member left_out
where left_out.enterprise_id = p_enterprise_id and (p_bank_uscc is null or left_out.bank_uscc = p_bank_uscc)
    and m.bank_uscc = left_out.bank_uscc and m.kind = left_out.kind and m.ring = left_out.ring
$$;

create function scoring.ring_authorisation_changed() returns trigger
    language plpgsql
    security definer
    set search_path = pg_catalog, pg_temp
as
$$
begin
    if new.revoked_at is not null or new.paused_at is not null then
        perform scoring.forget_rings(new.enterprise_id, new.bank_uscc);
    end if;
    return null;
end
$$;

create function scoring.ring_record_removed() returns trigger
    language plpgsql
    security definer
    set search_path = pg_catalog, pg_temp
as
$$
begin
    perform scoring.forget_rings(new.enterprise_id, null);
    return null;
end
$$;

create trigger ring_authorisation_changed
    after update of revoked_at, paused_at on consent.authorisation
    for each row execute function scoring.ring_authorisation_changed();

create trigger ring_record_removed
    after update of removed_at on credit.credit_record
    for each row when (old.removed_at is null and new.removed_at is not null)
    execute function scoring.ring_record_removed();

grant select, delete on scoring.ring_member to ${gate};
grant select, insert, delete on scoring.ring_member to ${worker};
grant select, insert, update on scoring.ring_run to ${worker};
call platform.give('scoring.forget_rings(bigint, text)', '${gate}');
call platform.give('scoring.ring_authorisation_changed()', '${gate}');
call platform.give('scoring.ring_record_removed()', '${gate}');
revoke all on function scoring.forget_rings(bigint, text), scoring.ring_authorisation_changed(), scoring.ring_record_removed() from public;

-- What the signed-in enterprise may know of its own flags: that goods or guarantees go round, how many firms are in it, and whose look would show it.
create function scoring.own_rings() returns table (bank_uscc text, kind text, size int, amount_yuan numeric)
    language plpgsql
    stable
    security definer
    set search_path = pg_catalog, pg_temp
as
$$
#variable_conflict use_column
begin
    return query
    select m.bank_uscc, m.kind, m.size, m.amount_yuan
    from scoring.ring_member m
    where m.enterprise_id = identity.session_enterprise_id()
    order by m.bank_uscc, m.kind;
end
$$;

call platform.give('scoring.own_rings()', '${gate}');
revoke all on function scoring.own_rings() from public;
grant execute on function scoring.own_rings() to ${portal};
