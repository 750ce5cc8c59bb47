-- On top of the seeded city: one line for each enterprise and ${loans} loans spread over them, each with the answer kept under its key.
insert into lending.credit_line
(
    id, bank_uscc, legal_entity_uscc, enterprise_id, authorisation_id, line_no, amount_yuan, annual_rate_percent, valid_from, valid_to, kind, posted_at, posted_by
)
select
    gen_random_uuid(), a.bank_uscc, a.bank_uscc, a.enterprise_id, a.id, 'L' || a.uscc, 9000000000, 4.35, a.valid_from, a.valid_from + 360, 'revolving',
    clock_timestamp(), 'bench-bank'
from consent.authorisation a;

with loan as
(
    insert into lending.loan
    (
        id, credit_line_id, bank_uscc, legal_entity_uscc, enterprise_id, note_no, amount_yuan, opening_balance_yuan, balance_yuan, disbursed_on, due_on,
        annual_rate_percent, loan_type, first_loan, origin_loan_id, posted_at, posted_by
    )
    select
        i.id, l.id, l.bank_uscc, l.legal_entity_uscc, l.enterprise_id, 'SEED-' || i.n, 1000, 1000, 1000, l.valid_from, l.valid_from + 180, 4.35, 'credit', false, i.id,
        clock_timestamp(), 'bench-bank'
    from (select n, gen_random_uuid() as id from generate_series(1, ${loans}) n) i
    join (select *, row_number() over (order by enterprise_id) - 1 as place from lending.credit_line) l on l.place = i.n % 200000
    returning id, note_no
)
insert into lending.idempotency (client_id, key, request_sha256, status, response, created_at)
select 'bench-bank', 'seed-' || n.note_no, sha256(convert_to(n.note_no, 'UTF8')), 201, jsonb_build_object('id', n.id, 'note_no', n.note_no), clock_timestamp()
from loan n;

create table bench.loan
(
    id uuid primary key, line_no text not null, note_no text not null, amount numeric not null, disbursed_on date not null, due_on date not null,
    annual_rate_percent numeric not null, loan_type text not null, first_loan boolean not null, posted_at timestamptz not null
);

do $$
begin
    execute format('grant insert on bench.loan to %I', replace(current_user, '_owner', '_bank_api'));
end
$$;

analyze;
