-- Credit lines (授信), loans (放款, one row per 借据), and the answers already given to banks' posts.
grant usage on schema lending to ${gate}, ${portal}, ${bank_desk}, ${bank_api}, ${worker}, ${regulator};

-- Branches post under their own codes and roll up to the legal entity.
create table lending.bank
(
    uscc             text not null collate "C" primary key check (length(uscc) = 18),
    name             text not null,
    head_office_uscc text collate "C" references lending.bank (uscc)
);

create table lending.credit_line
(
    id                  uuid           not null primary key,
    bank_uscc           text           not null collate "C",
    enterprise_id       bigint         not null references registry.enterprise (id),
    authorisation_id    uuid           not null references consent.authorisation (id),
    line_no             text           not null collate "C" check (length(line_no) between 1 and 64),
    amount_yuan         numeric(18, 2) not null check (amount_yuan > 0),
    annual_rate_percent numeric(7, 4)  not null check (annual_rate_percent between 0 and 100),
    valid_from          date           not null,
    valid_to            date           not null,
    kind                text           not null collate "C" check (kind in ('revolving', 'single')),
    posted_at           timestamptz    not null,
    posted_by           text           not null collate "C",
    constraint credit_line_dates check (valid_to > valid_from),
    constraint credit_line_no unique (bank_uscc, line_no)
);

create index credit_line_enterprise on lending.credit_line (enterprise_id, posted_at desc, id);
create index credit_line_bank on lending.credit_line (bank_uscc, posted_at desc, id);

create table lending.loan
(
    id                  uuid           not null primary key,
    credit_line_id      uuid           not null references lending.credit_line (id),
    bank_uscc           text           not null collate "C",
    enterprise_id       bigint         not null references registry.enterprise (id),
    note_no             text           not null collate "C" check (length(note_no) between 1 and 64),
    amount_yuan         numeric(18, 2) not null check (amount_yuan > 0),
    -- What is still owed; a revolving line is measured by this, a single one by the amounts ever disbursed (rule C1).
    balance_yuan        numeric(18, 2) not null,
    disbursed_on        date           not null,
    due_on              date           not null,
    annual_rate_percent numeric(7, 4)  not null check (annual_rate_percent between 0 and 100),
    loan_type           text           not null collate "C" check (loan_type in ('credit', 'guarantee', 'mortgage', 'pledge', 'combined')),
    -- The bank's own statement (it holds the central bank's record); the platform never infers it.
    first_loan          boolean        not null,
    posted_at           timestamptz    not null,
    posted_by           text           not null collate "C",
    constraint loan_dates check (due_on > disbursed_on),
    constraint loan_balance check (balance_yuan between 0 and amount_yuan),
    -- One note, one row: a bank that sends it again must not double the totals.
    constraint loan_note unique (bank_uscc, note_no)
);

create index loan_credit_line on lending.loan (credit_line_id);
create index loan_enterprise on lending.loan (enterprise_id, posted_at desc, id);

-- The answer to a post, kept in the transaction that did the work: a retry gets the same answer, or nothing was done.
create table lending.idempotency
(
    client_id      text        not null collate "C",
    key            text        not null collate "C" check (length(key) between 1 and 128),
    request_sha256 bytea       not null check (octet_length(request_sha256) = 32),
    status         int         not null,
    response       jsonb       not null,
    created_at     timestamptz not null,
    primary key (client_id, key)
);

create index idempotency_age on lending.idempotency (created_at);

alter table lending.credit_line enable row level security;
alter table lending.loan enable row level security;
create policy gate_all on lending.credit_line to ${gate} using (true) with check (true);
create policy gate_all on lending.loan to ${gate} using (true) with check (true);
create policy own_rows on lending.credit_line for select to ${portal} using (enterprise_id = (select identity.session_enterprise_id()));
create policy own_rows on lending.loan for select to ${portal} using (enterprise_id = (select identity.session_enterprise_id()));
-- Regulators have no row here: their figures come from definer functions of schema indicator (rule A1, trap 22).

grant select on lending.bank to ${gate}, ${portal}, ${bank_desk}, ${bank_api}, ${worker}, ${regulator};
grant select on lending.credit_line, lending.loan to ${portal};
grant select, insert, update on lending.credit_line to ${gate};
grant select, insert on lending.loan to ${gate};
grant select, insert, update, delete on lending.idempotency to ${gate};
