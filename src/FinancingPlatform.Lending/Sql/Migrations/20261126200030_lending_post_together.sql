-- Posts of several requests in one transaction (合并提交): one write to disk and one statement per table for all of them. Each keeps its own proof,
-- key, outcome, message and audit link, and none is answered before all are committed.

-- What a post comes to and what the audit chain shall say of it; outcome is null for an answer that was given before.
create type lending.taken as
    (code text, response jsonb, replayed boolean, outcome text, enterprise_id bigint, uscc text, authorisation_id uuid);

-- One post, whose key is held, without its audit link: earlier answer, rule, fact, kept answer, message.
create function lending.take(c lending.post_context, p_key text, p_request_sha256 bytea, p_kind text, p_fact jsonb) returns lending.taken
    language plpgsql
    volatile
as
$$
declare
    v_taken   lending.taken;
    v_out     lending.outcome;
    v_earlier lending.idempotency%rowtype;
begin
    select i.* into v_earlier from lending.idempotency i where i.client_id = c.client_id and i.key = p_key;
    if found then
        v_taken.replayed := v_earlier.request_sha256 = p_request_sha256;
        v_taken.code := case when not v_taken.replayed then 'idempotency-key-reused' end;
        v_taken.response := case when v_taken.replayed then v_earlier.response else '{}' end;
        return v_taken;
    end if;

    -- A rule that finds out only after writing raises FP001; the block's own savepoint takes the writing back.
    if p_kind = 'loan' then
        v_out := lending.put_loan(c, p_fact);
    elsif p_kind = 'credit-line' then
        v_out := lending.put_credit_line(c, p_fact);
    elsif p_kind = 'product' then
        v_out := lending.put_product(c, p_fact);
    elsif p_kind like 'need-%' then
        v_out := lending.put_need_step(c, p_kind, p_fact);
    elsif p_kind like 'authorisation-request%' then
        v_out := lending.put_request(c, p_kind, p_fact);
    elsif p_kind like 'webhook%' then
        v_out := lending.put_webhook(c, p_kind, p_fact);
    else
        begin
            v_out := lending.put_loan_event(c, p_kind, p_fact);
        exception when sqlstate 'FP001' then
            v_out.refusal := sqlerrm;
        end;
    end if;

    v_taken.replayed := false;
    v_taken.enterprise_id := v_out.enterprise_id;
    v_taken.uscc := v_out.uscc;
    v_taken.authorisation_id := v_out.authorisation_id;
    if v_out.refusal is not null then
        -- No key stays behind: after the cause is mended the same request may succeed.
        v_taken.code := v_out.refusal;
        v_taken.response := '{}';
        v_taken.outcome := 'refused';
        return v_taken;
    end if;

    insert into lending.idempotency (client_id, key, request_sha256, status, response, created_at)
    values (c.client_id, p_key, p_request_sha256, 201, v_out.answer, c.now);
    if v_out.fact is not null then
        perform exchange.enqueue(c.message_id, 'province', 'enterprise:' || v_out.uscc,
            p_kind || case when v_out.fact ? 'correction' then '-corrected' else '' end, convert_to(v_out.fact::text, 'UTF8'));
    end if;
    v_taken.response := v_out.answer;
    v_taken.outcome := 'accepted';
    return v_taken;
end
$$;

-- The one door for a bank's post that comes alone; unchanged but for what it shares with the door below.
create or replace function lending.post
(
    p_client_id text, p_bank_uscc text, p_key text, p_request_sha256 bytea, p_id uuid, p_message_id uuid, p_kind text, p_fact jsonb,
    p_jkt text, p_jti_sha256 bytea, p_proof_expires_at timestamptz
)
    returns table (code text, response jsonb, replayed boolean)
    language plpgsql
    volatile
    security definer
    set search_path = pg_catalog, pg_temp
as
$$
declare
    c       lending.post_context;
    v_taken lending.taken;
begin
    -- The bank's proof of possession is spent with the post (RFC 9449 section 11.1); a batch spends one for all its lines beforehand.
    if p_jkt is not null and not identity.use_dpop_proof(p_jkt, p_jti_sha256, p_proof_expires_at) then
        return query select 'proof-replayed'::text, '{}'::jsonb, false;
        return;
    end if;

    -- A simultaneous request with the same key waits here, so that only one of them does the work.
    perform pg_advisory_xact_lock(hashtextextended(p_client_id || ' ' || p_key, 0));
    c := (p_client_id, p_bank_uscc, lending.legal_entity(p_bank_uscc), p_id, p_message_id, date_trunc('microseconds', clock_timestamp()),
        (clock_timestamp() at time zone 'Asia/Shanghai')::date);
    v_taken := lending.take(c, p_key, p_request_sha256, p_kind, p_fact);
    if v_taken.outcome is not null then
        -- Last: it holds the chain's tip until commit.
        perform audit.append(coalesce(v_taken.enterprise_id, 0), case when v_taken.outcome = 'accepted' then p_message_id else gen_random_uuid() end, p_client_id,
            v_taken.uscc, 'post-result', 'lending.' || p_kind, v_taken.outcome, case when v_taken.outcome = 'refused' then v_taken.code end,
            v_taken.authorisation_id, p_key, p_request_sha256);
    end if;

    return query select v_taken.code, v_taken.response, v_taken.replayed;
end
$$;

-- Loans that certainly pass every rule, written in one statement: fresh keys, fresh notes, no renewal, no correction, a live return leg, dates in
-- order, room on the line. Nothing is refused here: what is left out goes through the rules one by one. Its caller holds the keys, the lines and
-- the authorisations. An array that it returns has one element for each loan written.
create function lending.put_plain_loans
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
            l.id as credit_line_id, l.enterprise_id, l.authorisation_id, a.uscc, a.bank_uscc as granted_to,
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
            and not exists (select from lending.loan n where n.legal_entity_uscc = coalesce(b.head_office_uscc, u.bank_uscc) and n.note_no = f.note_no)
    ),
    -- Rule C1. A second loan on the same line is measured after the first is written, one by one.
    roomy as
    (
        select j.*
        from judged j
        join lending.credit_line l on l.id = j.credit_line_id
        cross join lateral
        (
            select coalesce(sum(case
                when l.kind = 'revolving' then n.balance_yuan
                when n.renewal = 'no-repayment' and exists (select from lending.loan o where o.id = n.renewed_loan_id and o.credit_line_id = l.id) then 0
                else n.amount_yuan
            end), 0) as yuan
            from lending.loan n
            where n.credit_line_id = l.id
        ) used
        where j.nth_of_line = 1 and used.yuan + case when l.kind = 'revolving' then j.opening_yuan else j.amount_yuan end <= l.amount_yuan
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
        -- The same note under another line at the same moment: the lock is another row's.
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

-- The door for posts that came at the same time, each with its proof; the arrays have the same length, and a row is returned for each place in them.
-- Locks are taken in one order (proofs, keys, lines, streams, tips), and none is waited for long: a transaction that gives up has written nothing,
-- and its posts are tried alone.
create function lending.post_together
(
    p_clients text[], p_banks text[], p_keys text[], p_requests_sha256 bytea[], p_ids uuid[], p_message_ids uuid[], p_kinds text[], p_facts jsonb[],
    p_jkts text[], p_jtis_sha256 bytea[], p_proofs_expire_at timestamptz[]
)
    returns table (place int, code text, response text, replayed boolean)
    language plpgsql
    volatile
    security definer
    set search_path = pg_catalog, pg_temp
    set lock_timeout = '500ms'
as
$$
declare
    v_size       int := cardinality(p_keys);
    v_now        timestamptz := date_trunc('microseconds', clock_timestamp());
    v_today      date := (clock_timestamp() at time zone 'Asia/Shanghai')::date;
    v_proven     boolean[] := identity.use_dpop_proofs(p_jkts, p_jtis_sha256, p_proofs_expire_at);
    v_first      boolean[];
    v_plain      record;
    v_taken      lending.taken;
    v_codes      text[] := array_fill(null::text, array[v_size]);
    v_responses  text[] := array_fill(null::text, array[v_size]);
    v_replayed   boolean[] := array_fill(false, array[v_size]);
    v_links      int[];
    v_outcomes   text[];
    v_chains     bigint[];
    v_subjects   text[];
    v_consents   uuid[];
    c            lending.post_context;
begin
    perform pg_advisory_xact_lock(k.hash)
    from (select distinct hashtextextended(u.client_id || ' ' || u.key, 0) as hash from unnest(p_clients, p_keys) as u (client_id, key) order by 1) k;

    -- As one post alone does it: two loans under one line wait for each other, and a revocation waits for this or is seen by it.
    perform 1
    from unnest(p_banks, p_kinds, p_facts) as u (bank_uscc, kind, fact)
    left join lending.bank b on b.uscc = u.bank_uscc
    join lending.credit_line l on l.legal_entity_uscc = coalesce(b.head_office_uscc, u.bank_uscc) and l.line_no = u.fact ->> 'line_no'
    join consent.authorisation a on a.id = l.authorisation_id
    where u.kind = 'loan'
    order by l.enterprise_id, l.id
    for no key update of l
    for share of a;

    -- The second use of a key within these posts is judged after the first is written.
    select array_agg(u.kind = 'loan' and u.proven and u.nth = 1 order by u.n) into v_first
    from
    (
        select w.*, row_number() over (partition by w.client_id, w.key order by w.n) as nth
        from unnest(p_clients, p_keys, p_kinds, v_proven) with ordinality as w (client_id, key, kind, proven, n)
    ) u;
    select p.* into v_plain
    from lending.put_plain_loans(p_clients, p_banks, p_keys, p_requests_sha256, p_ids, p_message_ids, p_facts, v_first, v_now, v_today) p;
    v_links := coalesce(v_plain.places, '{}');
    v_outcomes := array_fill('accepted'::text, array[cardinality(v_links)]);
    v_chains := v_plain.enterprises;
    v_subjects := v_plain.usccs;
    v_consents := v_plain.authorisations;
    if cardinality(v_links) > 0 then
        perform exchange.enqueue_many(
            array(select p_message_ids[u.n] from unnest(v_links) with ordinality as u (n, i) order by u.i), 'province',
            array(select 'enterprise:' || u.uscc from unnest(v_subjects) with ordinality as u (uscc, i) order by u.i), array_fill('loan'::text, array[cardinality(v_links)]),
            v_plain.messages);
        for i in 1 .. cardinality(v_links) loop
            v_responses[v_links[i]] := v_plain.answers[i]::text;
        end loop;
    end if;

    for i in 1 .. v_size loop
        if not v_proven[i] then
            v_codes[i] := 'proof-replayed';
            v_responses[i] := '{}';
        elsif v_responses[i] is null then
            c := (p_clients[i], p_banks[i], lending.legal_entity(p_banks[i]), p_ids[i], p_message_ids[i], v_now, v_today);
            v_taken := lending.take(c, p_keys[i], p_requests_sha256[i], p_kinds[i], p_facts[i]);
            v_codes[i] := v_taken.code;
            v_responses[i] := v_taken.response::text;
            v_replayed[i] := v_taken.replayed;
            if v_taken.outcome is not null then
                v_links := v_links || i;
                v_outcomes := v_outcomes || v_taken.outcome;
                v_chains := v_chains || coalesce(v_taken.enterprise_id, 0);
                v_subjects := v_subjects || v_taken.uscc;
                v_consents := v_consents || v_taken.authorisation_id;
            end if;
        end if;
    end loop;

    if cardinality(v_links) > 0 then
        -- Last: it holds the chains' tips until commit.
        perform audit.append_many(v_chains, s.event_ids, s.clients, v_subjects, s.purposes, s.actions, v_outcomes, s.reasons, v_consents, s.keys, s.requests)
        from
        (
            select array_agg(case when u.outcome = 'accepted' then p_message_ids[u.n] else gen_random_uuid() end order by u.i) as event_ids,
                array_agg(p_clients[u.n] order by u.i) as clients, array_agg('post-result'::text order by u.i) as purposes,
                array_agg('lending.' || p_kinds[u.n] order by u.i) as actions, array_agg(v_codes[u.n] order by u.i) as reasons,
                array_agg(p_keys[u.n] order by u.i) as keys, array_agg(p_requests_sha256[u.n] order by u.i) as requests
            from unnest(v_links, v_outcomes) with ordinality as u (n, outcome, i)
        ) s;
    end if;

    return query select u.n::int, u.code, u.response, u.replayed from unnest(v_codes, v_responses, v_replayed) with ordinality as u (code, response, replayed, n);
end
$$;

call platform.give('lending.take(lending.post_context, text, bytea, text, jsonb)', '${gate}');
call platform.give('lending.put_plain_loans(text[], text[], text[], bytea[], uuid[], uuid[], jsonb[], boolean[], timestamptz, date)', '${gate}');
call platform.give('lending.post_together(text[], text[], text[], bytea[], uuid[], uuid[], text[], jsonb[], text[], bytea[], timestamptz[])', '${gate}');
revoke all on function
    lending.take(lending.post_context, text, bytea, text, jsonb),
    lending.put_plain_loans(text[], text[], text[], bytea[], uuid[], uuid[], jsonb[], boolean[], timestamptz, date),
    lending.post_together(text[], text[], text[], bytea[], uuid[], uuid[], text[], jsonb[], text[], bytea[], timestamptz[])
from public;
grant execute on function lending.post_together(text[], text[], text[], bytea[], uuid[], uuid[], text[], jsonb[], text[], bytea[], timestamptz[]) to ${bank_api};
