-- A loan's whole life (贷款全生命周期): renewals, stock loaded at onboarding, repayments, overdue, five classes, write-offs, extensions; what was
-- corrected is kept. Branches roll up to their legal entity: a line's or a note's number is one within the entity, whichever branch posts it.

alter table lending.bank add constraint bank_is_not_its_own_head check (head_office_uscc <> uscc);

-- A branch names its legal entity, not another branch: one step up is then always the top.
create function lending.check_head_office() returns trigger
    language plpgsql
    security definer
    set search_path = pg_catalog, pg_temp
as
$$
begin
    if exists (select from lending.bank h where h.uscc = new.head_office_uscc and h.head_office_uscc is not null)
        or (new.head_office_uscc is not null and exists (select from lending.bank b where b.head_office_uscc = new.uscc)) then
        raise exception 'a branch names its legal entity, not another branch: %', new.uscc using errcode = '23514';
    end if;
    return new;
end
$$;
call platform.give('lending.check_head_office()', '${gate}');
revoke all on function lending.check_head_office() from public;
create trigger bank_head_office before insert or update on lending.bank for each row execute function lending.check_head_office();

create function lending.legal_entity(p_bank_uscc text) returns text
    language sql
    stable
as
$$
select coalesce((select b.head_office_uscc from lending.bank b where b.uscc = p_bank_uscc), p_bank_uscc)
$$;

alter table lending.credit_line
    add column legal_entity_uscc text collate "C",
    -- Stock from before the onboarding: it counts in no figure of a flow (rule C1).
    add column backfill boolean not null default false,
    add column version int not null default 1;
update lending.credit_line l set legal_entity_uscc = lending.legal_entity(l.bank_uscc);
alter table lending.credit_line
    alter column legal_entity_uscc set not null,
    drop constraint credit_line_no,
    add constraint credit_line_no unique (legal_entity_uscc, line_no);

alter table lending.loan
    add column legal_entity_uscc text collate "C",
    add column backfill boolean not null default false,
    add column version int not null default 1,
    add column inclusive boolean not null default false,
    -- What was owed when the platform learned of the note: the amount, less for stock.
    add column opening_balance_yuan numeric(18, 2),
    -- 无还本续贷 continues the old note, 还后续贷 follows it; neither is new money (trap 8).
    add column renewal text collate "C" check (renewal in ('no-repayment', 'after-repayment')),
    add column renewed_loan_id uuid references lending.loan (id),
    -- The first note of a chain of renewals without repayment: the loan that rule C2 watches. Its own id when nothing was renewed.
    add column origin_loan_id uuid,
    -- As the events below leave it. The class is the bank's word; null means that it has not said one (trap 9).
    add column five_class text collate "C" check (five_class in ('normal', 'special-mention', 'substandard', 'doubtful', 'loss')),
    add column overdue_days int not null default 0 check (overdue_days >= 0),
    add column overdue_yuan numeric(18, 2) not null default 0,
    add column written_off_yuan numeric(18, 2) not null default 0,
    add column extended_to date,
    add column settled_on date;
update lending.loan n
set legal_entity_uscc = lending.legal_entity(n.bank_uscc), opening_balance_yuan = n.balance_yuan, origin_loan_id = n.id;
alter table lending.loan
    alter column legal_entity_uscc set not null,
    alter column opening_balance_yuan set not null,
    alter column origin_loan_id set not null,
    drop constraint loan_note,
    add constraint loan_note unique (legal_entity_uscc, note_no),
    add constraint loan_renewal check ((renewal is null) = (renewed_loan_id is null)),
    add constraint loan_opening check (opening_balance_yuan between 0 and amount_yuan and (backfill or opening_balance_yuan = amount_yuan));
create index loan_renewed on lending.loan (renewed_loan_id) where renewed_loan_id is not null;
-- Room for the balance to change in place.
alter table lending.loan set (fillfactor = 85);

-- What happened to a note, in the bank's order of posting. A correction raises the version and leaves the earlier one in superseded.
create table lending.loan_event
(
    id             uuid           not null primary key,
    loan_id        uuid           not null references lending.loan (id),
    enterprise_id  bigint         not null,
    bank_uscc      text           not null collate "C",
    seq            int            not null check (seq between 1 and 5000),
    -- The bank's serial number: the same event under another idempotency key is found by it.
    event_no       text           not null collate "C" check (length(event_no) between 1 and 64),
    kind           text           not null collate "C" check (kind in ('repayment', 'overdue', 'classification', 'write-off', 'extension')),
    occurred_on    date           not null,
    principal_yuan numeric(18, 2) check (principal_yuan >= 0),
    interest_yuan  numeric(18, 2) check (interest_yuan >= 0),
    -- What is owed after a repayment, as the bank states it and as the arithmetic found it.
    balance_yuan   numeric(18, 2) check (balance_yuan >= 0),
    payer          text           collate "C" check (payer in ('borrower', 'guarantor', 'renewal')),
    overdue_days   int            check (overdue_days >= 0),
    five_class     text           collate "C" check (five_class in ('normal', 'special-mention', 'substandard', 'doubtful', 'loss')),
    due_on         date,
    distress       boolean,
    withdrawn      boolean        not null default false,
    version        int            not null default 1,
    posted_at      timestamptz    not null,
    posted_by      text           not null collate "C",
    constraint loan_event_order unique (loan_id, seq),
    constraint loan_event_no unique (loan_id, event_no)
);
create index loan_event_enterprise on lending.loan_event (enterprise_id, posted_at desc);

-- What a correction replaced: the row as it stood, why, when and by whom. Nobody changes or deletes it.
create table lending.superseded
(
    subject_id    uuid        not null,
    version       int         not null check (version > 0),
    kind          text        not null collate "C",
    enterprise_id bigint      not null,
    facts         jsonb       not null,
    reason        text        not null check (length(reason) between 1 and 200),
    replaced_at   timestamptz not null,
    replaced_by   text        not null collate "C",
    primary key (subject_id, version)
);
create index superseded_enterprise on lending.superseded (enterprise_id, replaced_at desc);

alter table lending.loan_event enable row level security;
alter table lending.superseded enable row level security;
create policy gate_all on lending.loan_event to ${gate} using (true) with check (true);
create policy gate_all on lending.superseded to ${gate} using (true) with check (true);
create policy own_rows on lending.loan_event for select to ${portal} using (enterprise_id = (select identity.session_enterprise_id()));
create policy own_rows on lending.superseded for select to ${portal} using (enterprise_id = (select identity.session_enterprise_id()));
grant select on lending.loan_event, lending.superseded to ${portal};
grant select, insert, update on lending.loan_event to ${gate};
grant select, insert on lending.superseded to ${gate};
grant update on lending.loan to ${gate};

-- A batch's lines have keys of their own: the batch's key, a blank that no single key may hold, and the line's number.
alter table lending.idempotency drop constraint idempotency_key_check, add constraint idempotency_key_check check (length(key) between 1 and 160);
