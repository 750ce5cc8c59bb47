-- Lines and loans at a node, each under an authorisation whose signature the node verified itself.
grant usage on schema lending to ${node};

create table lending.node_credit_line
(
    id                  uuid           not null primary key,
    uscc                text           not null collate "C",
    bank_uscc           text           not null collate "C",
    client_id           text           not null,
    authorisation_id    uuid           not null references consent.node_authorisation (id),
    line_no             text           not null collate "C",
    amount_yuan         numeric(18, 2) not null check (amount_yuan > 0),
    annual_rate_percent numeric(7, 4)  not null,
    valid_from          date           not null,
    valid_to            date           not null,
    kind                text           not null check (kind in ('revolving', 'single')),
    posted_at           timestamptz    not null,
    received_at         timestamptz    not null,
    constraint node_credit_line_no unique (bank_uscc, line_no)
);

create index node_credit_line_uscc on lending.node_credit_line (uscc);

create table lending.node_loan
(
    id                  uuid           not null primary key,
    credit_line_id      uuid           not null references lending.node_credit_line (id),
    uscc                text           not null collate "C",
    bank_uscc           text           not null collate "C",
    client_id           text           not null,
    authorisation_id    uuid           not null,
    line_no             text           not null collate "C",
    note_no             text           not null collate "C",
    amount_yuan         numeric(18, 2) not null check (amount_yuan > 0),
    annual_rate_percent numeric(7, 4)  not null,
    disbursed_on        date           not null,
    due_on              date           not null,
    loan_type           text           not null,
    first_loan          boolean        not null,
    posted_at           timestamptz    not null,
    received_at         timestamptz    not null,
    constraint node_loan_note unique (bank_uscc, note_no)
);

create index node_loan_line on lending.node_loan (credit_line_id);
create index node_loan_uscc on lending.node_loan (uscc);

grant select, insert on lending.node_credit_line, lending.node_loan to ${node};
-- Locking a line needs the right to change it; a node changes no line.
grant update (received_at) on lending.node_credit_line to ${node};
