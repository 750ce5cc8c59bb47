-- A loan is its line's: one constraint says that of the note's enterprise and line together, and asks the row that the post holds anyway. Two constraints
-- asked two, and locked the enterprise's.
alter table lending.credit_line add constraint credit_line_of_enterprise unique (id, enterprise_id);
alter table lending.loan add constraint loan_of_line foreign key (credit_line_id, enterprise_id) references lending.credit_line (id, enterprise_id);
alter table lending.loan drop constraint loan_credit_line_id_fkey, drop constraint loan_enterprise_id_fkey;

-- As before, each table asked once less: whether the note is new is the writing's own question.
create or replace function lending.put_plain_loans
(
    p_clients text[], p_banks text[], p_keys text[], p_requests_sha256 bytea[], p_ids uuid[], p_message_ids uuid[], p_facts jsonb[], p_candidates boolean[],
    p_now timestamptz, p_today date,
    out places int[], out enterprises bigint[], out usccs text[], out authorisations uuid[], out answers jsonb[], out messages bytea[]
)
    language plpgsql
    volatile
as
$$
declare
    v_posted_at text := lending.instant(p_now);
begin
    with judged as
    (
        select u.n, u.client_id, u.bank_uscc, u.key, u.request_sha256, u.id, u.message_id, coalesce(b.head_office_uscc, u.bank_uscc) as legal_entity_uscc, f.*,
            l.id as credit_line_id, l.enterprise_id, l.authorisation_id, l.kind as line_kind, l.amount_yuan as line_yuan, a.uscc, a.bank_uscc as granted_to,
            case when f.backfill then f.balance_yuan else f.amount_yuan end as opening_yuan,
            row_number() over (partition by l.id order by u.n) as nth_of_line
        from unnest(p_clients, p_banks, p_keys, p_requests_sha256, p_ids, p_message_ids, p_facts, p_candidates) with ordinality
            as u (client_id, bank_uscc, key, request_sha256, id, message_id, fact, candidate, n)
        cross join lateral jsonb_to_record(u.fact) as f
        (
            line_no text, note_no text, amount_yuan numeric, disbursed_on date, due_on date, annual_rate_percent numeric, loan_type text, first_loan boolean,
            inclusive boolean, backfill boolean, balance_yuan numeric, renewal text, correction text
        )
        left join lending.bank b on b.uscc = u.bank_uscc
        join lending.credit_line l on l.legal_entity_uscc = coalesce(b.head_office_uscc, u.bank_uscc) and l.line_no = f.line_no
        join consent.authorisation a on a.id = l.authorisation_id
        where u.candidate
            and f.renewal is null
            and f.correction is null
            and a.leg_return
            and a.revoked_at is null
            and a.paused_at is null
            and a.bank_uscc in (u.bank_uscc, coalesce(b.head_office_uscc, u.bank_uscc))
            and f.disbursed_on <= p_today
            and f.disbursed_on between l.valid_from and l.valid_to
            and not (f.backfill and f.disbursed_on >= a.valid_from)
            and not exists (select from lending.idempotency i where i.client_id = u.client_id and i.key = u.key)
    ),
    -- Rule C1. A second loan on the same line is measured after the first is written, one by one.
    roomy as
    (
        select j.*
        from judged j
        cross join lateral
        (
            select coalesce(sum(case
                when j.line_kind = 'revolving' then n.balance_yuan
                when n.renewal = 'no-repayment' and exists (select from lending.loan o where o.id = n.renewed_loan_id and o.credit_line_id = j.credit_line_id) then 0
                else n.amount_yuan
            end), 0) as yuan
            from lending.loan n
            where n.credit_line_id = j.credit_line_id
        ) used
        where j.nth_of_line = 1 and used.yuan + case when j.line_kind = 'revolving' then j.opening_yuan else j.amount_yuan end <= j.line_yuan
    ),
    written as
    (
        insert into lending.loan
        (
            id, credit_line_id, bank_uscc, legal_entity_uscc, enterprise_id, note_no, amount_yuan, opening_balance_yuan, balance_yuan, disbursed_on, due_on,
            annual_rate_percent, loan_type, first_loan, inclusive, backfill, origin_loan_id, posted_at, posted_by
        )
        select r.id, r.credit_line_id, r.bank_uscc, r.legal_entity_uscc, r.enterprise_id, r.note_no, r.amount_yuan, r.opening_yuan, r.opening_yuan, r.disbursed_on,
            r.due_on, r.annual_rate_percent, r.loan_type, r.first_loan, r.inclusive, r.backfill, r.id, p_now, r.client_id
        from roomy r
        -- A note that was posted before, also under another line at the same moment: the lock is another row's.
        on conflict on constraint loan_note do nothing
        returning id
    ),
    answered as
    (
        select r.*, jsonb_build_object('id', r.id, 'line_no', r.line_no, 'note_no', r.note_no, 'version', 1, 'message_id', r.message_id) as answer
        from roomy r
        join written w on w.id = r.id
    ),
    kept as
    (
        insert into lending.idempotency (client_id, key, request_sha256, status, response, created_at)
        select a.client_id, a.key, a.request_sha256, 201, a.answer, p_now from answered a
    )
    select array_agg(a.n::int order by a.n), array_agg(a.enterprise_id order by a.n), array_agg(a.uscc order by a.n), array_agg(a.authorisation_id order by a.n),
        array_agg(a.answer order by a.n),
        array_agg(convert_to(
            (
                jsonb_build_object
                (
                    'id', a.id, 'uscc', a.uscc, 'bank_uscc', a.granted_to, 'client_id', a.client_id, 'authorisation_id', a.authorisation_id,
                    'credit_line_id', a.credit_line_id, 'line_no', a.line_no, 'note_no', a.note_no, 'amount_yuan', a.amount_yuan::numeric(18, 2)::text,
                    'annual_rate_percent', a.annual_rate_percent::text, 'disbursed_on', a.disbursed_on, 'due_on', a.due_on, 'loan_type', a.loan_type,
                    'first_loan', a.first_loan, 'posted_at', v_posted_at
                )
                || jsonb_strip_nulls(jsonb_build_object
                (
                    'inclusive', nullif(a.inclusive, false), 'backfill', nullif(a.backfill, false),
                    'balance_yuan', case when a.backfill then a.opening_yuan::numeric(18, 2)::text end,
                    'branch_uscc', nullif(a.bank_uscc, a.granted_to), 'legal_entity_uscc', nullif(a.legal_entity_uscc, a.granted_to)
                ))
            )::text, 'UTF8') order by a.n)
    into places, enterprises, usccs, authorisations, answers, messages
    from answered a;
end
$$;
