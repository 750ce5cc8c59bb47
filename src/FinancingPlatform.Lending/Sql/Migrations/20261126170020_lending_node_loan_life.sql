-- A loan's life at a node: balances from repayments, renewals, corrections. Earlier versions stay in the inbox, message by message.
alter table lending.node_credit_line
    add column legal_entity_uscc text collate "C",
    add column backfill boolean not null default false,
    add column version int not null default 1;
alter table lending.node_loan
    add column legal_entity_uscc text collate "C",
    add column backfill boolean not null default false,
    add column inclusive boolean not null default false,
    add column version int not null default 1,
    add column opening_balance_yuan numeric(18, 2),
    add column balance_yuan numeric(18, 2),
    add column renewal text collate "C" check (renewal in ('no-repayment', 'after-repayment')),
    add column renewed_loan_id uuid references lending.node_loan (id);
update lending.node_credit_line l set legal_entity_uscc = l.bank_uscc;
update lending.node_loan n set legal_entity_uscc = n.bank_uscc, opening_balance_yuan = n.amount_yuan, balance_yuan = n.amount_yuan;
alter table lending.node_credit_line alter column legal_entity_uscc set not null;
alter table lending.node_loan
    alter column legal_entity_uscc set not null,
    alter column opening_balance_yuan set not null,
    alter column balance_yuan set not null,
    add constraint node_loan_balance check (balance_yuan between 0 and opening_balance_yuan and opening_balance_yuan <= amount_yuan);

create table lending.node_loan_event
(
    id             uuid           not null primary key,
    loan_id        uuid           not null references lending.node_loan (id),
    uscc           text           not null collate "C",
    kind           text           not null collate "C" check (kind in ('repayment', 'overdue', 'classification', 'write-off', 'extension')),
    event_no       text           not null collate "C",
    occurred_on    date           not null,
    principal_yuan numeric(18, 2) check (principal_yuan >= 0),
    interest_yuan  numeric(18, 2) check (interest_yuan >= 0),
    balance_yuan   numeric(18, 2) check (balance_yuan >= 0),
    payer          text           collate "C",
    overdue_days   int,
    five_class     text           collate "C",
    due_on         date,
    distress       boolean,
    withdrawn      boolean        not null default false,
    version        int            not null default 1,
    posted_at      timestamptz    not null,
    received_at    timestamptz    not null,
    constraint node_loan_event_no unique (loan_id, event_no)
);
create index node_loan_event_uscc on lending.node_loan_event (uscc);

grant select, insert, update on lending.node_loan_event to ${node};
grant update on lending.node_credit_line, lending.node_loan to ${node};
