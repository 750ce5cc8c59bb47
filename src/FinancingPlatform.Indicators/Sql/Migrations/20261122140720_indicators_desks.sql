-- What the bank's and the operator's pages read. Who is signed in comes from the session, never from a parameter.

-- A bank's loans; keyset by posted_at and id, as its lines.
create index loan_bank on lending.loan (bank_uscc, posted_at desc, id desc);

create function lending.desk_loans(p_before timestamptz, p_before_id uuid, p_limit int)
    returns table
    (
        id uuid, note_no text, line_no text, uscc text, enterprise_name text, amount_yuan numeric, balance_yuan numeric, disbursed_on date, due_on date,
        loan_type text, first_loan boolean, posted_at timestamptz
    )
    language sql
    stable
    security definer
    set search_path = pg_catalog, pg_temp
as
$$
select n.id, n.note_no, l.line_no, e.uscc, e.name, n.amount_yuan, n.balance_yuan, n.disbursed_on, n.due_on, n.loan_type, n.first_loan, n.posted_at
from lending.loan n
join lending.credit_line l on l.id = n.credit_line_id
join registry.enterprise e on e.id = n.enterprise_id
where n.bank_uscc = identity.session_bank_uscc() and (p_before is null or (n.posted_at, n.id) < (p_before, p_before_id))
order by n.posted_at desc, n.id desc
limit least(p_limit, 200)
$$;
call platform.give('lending.desk_loans(timestamptz, uuid, int)', '${gate}');
revoke all on function lending.desk_loans(timestamptz, uuid, int) from public;
grant execute on function lending.desk_loans(timestamptz, uuid, int) to ${bank_desk};

-- True when the session is an operator's: what follows answers nobody else.
create function indicator.is_operator() returns boolean
    language sql
    stable
    security definer
    set search_path = pg_catalog, pg_temp
as
$$
select exists (select from identity.account a where a.id = identity.session_account_id() and a.kind = 'operator')
$$;

-- What stopped for good and holds its stream back. The stream's name holds an enterprise's code, so it stays out; the message's id finds it.
create function indicator.operator_parked(p_limit int)
    returns table (destination text, message_id uuid, kind text, parked_at timestamptz, failures int, last_error text)
    language sql
    stable
    security definer
    set search_path = pg_catalog, pg_temp
as
$$
select s.destination, o.message_id, o.kind, s.parked_at, s.failures, coalesce(o.last_error, s.last_error)
from exchange.outbox_stream s
left join exchange.outbox o on o.destination = s.destination and o.stream = s.stream and o.stream_seq = s.delivered_seq + 1
where s.parked_at is not null and indicator.is_operator()
order by s.parked_at desc
limit least(p_limit, 200)
$$;

create function indicator.operator_seal() returns table (seal_no bigint, sealed_at timestamptz, events bigint)
    language sql
    stable
    security definer
    set search_path = pg_catalog, pg_temp
as
$$
select s.seal_no, s.sealed_at, s.events
from audit.seal s
where indicator.is_operator()
order by s.seal_no desc
limit 1
$$;

create function indicator.operator_imports(p_before bigint, p_limit int)
    returns table
    (
        id bigint, item text, source text, started_at timestamptz, finished_at timestamptz, received bigint, accepted_new bigint, accepted_version bigint,
        duplicate bigint, withheld bigint, rejected bigint
    )
    language sql
    stable
    security definer
    set search_path = pg_catalog, pg_temp
as
$$
select b.id, b.item, b.source, b.started_at, b.finished_at, b.received, b.accepted_new, b.accepted_version, b.duplicate, b.withheld, b.rejected
from credit.import_batch b
where indicator.is_operator() and (p_before is null or b.id < p_before)
order by b.id desc
limit least(p_limit, 200)
$$;

grant select (destination, stream, delivered_seq, parked_at, failures, last_error) on exchange.outbox_stream to ${gate};
grant select (destination, stream, stream_seq, message_id, kind, last_error) on exchange.outbox to ${gate};
grant select (seal_no, sealed_at, events) on audit.seal to ${gate};
grant select on credit.import_batch to ${gate};
call platform.give('indicator.is_operator()', '${gate}');
call platform.give('indicator.operator_parked(int)', '${gate}');
call platform.give('indicator.operator_seal()', '${gate}');
call platform.give('indicator.operator_imports(bigint, int)', '${gate}');
revoke all on function indicator.is_operator(), indicator.operator_parked(int), indicator.operator_seal(), indicator.operator_imports(bigint, int) from public;
grant execute on function indicator.operator_parked(int), indicator.operator_seal(), indicator.operator_imports(bigint, int) to ${portal};
