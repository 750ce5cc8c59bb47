-- What is wrong with the city's codes, kept (重错码判定结果). Judging 600,000 codes takes seconds, a page may not: the worker judges them when deliveries or
-- corrections came, and whoever asks in between judges for himself. The figure never speaks of other codes than those that stand here.

create table credit.code_count (
    department text not null,
    folded boolean not null,
    codes bigint not null,
    wrong bigint not null,
    duplicate bigint not null,
    old_number bigint not null,
    missing bigint not null,
    primary key (department, folded)
);

create table credit.faulty_code (
    department text not null,
    line bigint not null,
    code text collate "C" not null,
    name text not null,
    -- As sent; where only the case hides a fault, the fault of the folded code.
    fault text collate "C" not null,
    primary key (department, line)
);

-- Of which codes the two tables speak: the newest delivery and the newest correction among them.
create table credit.code_judgement (
    id smallint primary key default 1 check (id = 1),
    newest_batch bigint,
    newest_correction timestamptz,
    judged_at timestamptz not null default clock_timestamp()
);

create index assigned_code_batch on credit.assigned_code (batch_id);
create index code_correction_newest on credit.code_correction (corrected_at);

create function credit.codes_are_judged() returns boolean
    language sql
    stable
    security definer
    set search_path = pg_catalog, pg_temp
as
$$
select exists (
    select
    from credit.code_judgement j
    where j.newest_batch is not distinct from (select max(a.batch_id) from credit.assigned_code a)
        and j.newest_correction is not distinct from (select max(c.corrected_at) from credit.code_correction c))
$$;

-- Every faulty code, as sent first.
create function credit.faults_of_codes() returns table (department text, line bigint, code text, name text, fault text)
    language sql
    stable
    set search_path = pg_catalog, pg_temp
as
$$
select s.department, s.line, s.code, s.name, case when s.fault = 'none' then f.fault else s.fault end
from credit.judged_codes(false) s
join credit.judged_codes(true) f on f.department = s.department and f.line = s.line
where s.fault <> 'none' or f.fault <> 'none'
$$;

create function credit.counts_of_codes()
    returns table (department text, folded boolean, codes bigint, wrong bigint, duplicate bigint, old_number bigint, missing bigint)
    language sql
    stable
    set search_path = pg_catalog, pg_temp
as
$$
select
    j.department, f.folded,
    count(*) filter (where j.fault not in ('old-number', 'missing')),
    count(*) filter (where j.fault in ('length', 'alphabet', 'check-character')),
    count(*) filter (where j.fault in ('same-code', 'same-body', 'two-codes')),
    count(*) filter (where j.fault = 'old-number'),
    count(*) filter (where j.fault = 'missing')
from (values (false), (true)) f (folded)
cross join lateral credit.judged_codes(f.folded) j
group by j.department, f.folded
$$;

-- Judges anew where something came since; false when nothing did. Two at once are one.
create function credit.judge_codes() returns boolean
    language plpgsql
    volatile
    security definer
    set search_path = pg_catalog, pg_temp
as
$$
begin
    perform pg_advisory_xact_lock(hashtextextended('credit.judge_codes', 0));
    if credit.codes_are_judged() then
        return false;
    end if;
    -- One snapshot for all four statements: what is delivered meanwhile is judged the next time.
    if current_setting('transaction_isolation') <> 'repeatable read' then
        raise exception 'Codes are judged in a repeatable-read transaction.' using errcode = '25001';
    end if;
    delete from credit.code_count;
    delete from credit.faulty_code;
    insert into credit.code_count (department, folded, codes, wrong, duplicate, old_number, missing)
    select c.department, c.folded, c.codes, c.wrong, c.duplicate, c.old_number, c.missing from credit.counts_of_codes() c;
    insert into credit.faulty_code (department, line, code, name, fault)
    select f.department, f.line, f.code, f.name, f.fault from credit.faults_of_codes() f;
    insert into credit.code_judgement (id, newest_batch, newest_correction)
    select 1, (select max(a.batch_id) from credit.assigned_code a), (select max(c.corrected_at) from credit.code_correction c)
    on conflict (id) do update
    set newest_batch = excluded.newest_batch, newest_correction = excluded.newest_correction, judged_at = clock_timestamp();
    return true;
end
$$;

-- The figure per department, from what is kept where it still speaks of these codes.
create or replace function credit.code_figures()
    returns table (department text, folded boolean, codes bigint, wrong bigint, duplicate bigint, old_number bigint, missing bigint)
    language plpgsql
    stable
    security definer
    set search_path = pg_catalog, pg_temp
as
$$
begin
    if credit.codes_are_judged() then
        return query select c.department, c.folded, c.codes, c.wrong, c.duplicate, c.old_number, c.missing from credit.code_count c order by 1, 2;
    else
        return query select c.department, c.folded, c.codes, c.wrong, c.duplicate, c.old_number, c.missing from credit.counts_of_codes() c order by 1, 2;
    end if;
end
$$;

-- A page of faulty codes behind a department and a line.
create function credit.faulty_codes(p_department text, p_line bigint, p_limit int) returns table (department text, line bigint, code text, name text, fault text)
    language plpgsql
    stable
    security definer
    set search_path = pg_catalog, pg_temp
as
$$
begin
    if credit.codes_are_judged() then
        return query
        select f.department, f.line, f.code, f.name, f.fault
        from credit.faulty_code f
        where (f.department, f.line) > (p_department, p_line)
        order by f.department, f.line
        limit p_limit;
    else
        return query
        select f.department, f.line, f.code, f.name, f.fault
        from credit.faults_of_codes() f
        where (f.department, f.line) > (p_department, p_line)
        order by f.department, f.line
        limit p_limit;
    end if;
end
$$;

-- Applies corrections, one element of each array a row: 0 newly coded, 1 delete, 2 keep. Rows that decide differently about one code are conflicts and change nothing.
create function credit.correct_codes(p_departments text[], p_codes text[], p_subjects bytea[], p_flags smallint[], p_corrected text[])
    returns table (coded bigint, deleted bigint, kept bigint, unmatched bigint, conflicts bigint)
    language sql
    volatile
    security definer
    set search_path = pg_catalog, pg_temp
as
$$
with correction as materialized
(
    select
        s.department, s.code, s.subject, count(*) as rows,
        case when min(s.flag) = max(s.flag) and min(s.corrected_code) = max(s.corrected_code) then min(s.flag) end as flag,
        min(s.corrected_code) as corrected_code,
        (
            select min(a.batch_id)
            from credit.assigned_code a
            where a.department = s.department and a.code = s.code and a.subject = s.subject
        ) as batch_id
    from unnest(p_departments, p_codes, p_subjects, p_flags, p_corrected) as s (department, code, subject, flag, corrected_code)
    group by s.department, s.code, s.subject
),
noted as
(
    insert into credit.code_correction (batch_id, department, code, subject, flag, corrected_code)
    select c.batch_id, c.department, c.code, c.subject, c.flag, c.corrected_code
    from correction c
    where c.flag is not null and c.batch_id is not null
    on conflict do nothing
),
removed as
(
    delete from credit.assigned_code a
    using correction c
    where c.flag = 1 and a.department = c.department and a.code = c.code and a.subject = c.subject
),
-- The new codes were checked as the file was read.
recoded as
(
    update credit.assigned_code a
    set code = c.corrected_code, fault = 'none', folded_fault = 'none'
    from correction c
    where c.flag = 0 and a.department = c.department and a.code = c.code and a.subject = c.subject
)
select
    coalesce(sum(c.rows) filter (where c.flag = 0 and c.batch_id is not null), 0)::bigint,
    coalesce(sum(c.rows) filter (where c.flag = 1 and c.batch_id is not null), 0)::bigint,
    coalesce(sum(c.rows) filter (where c.flag = 2 and c.batch_id is not null), 0)::bigint,
    coalesce(sum(c.rows) filter (where c.flag is not null and c.batch_id is null), 0)::bigint,
    coalesce(sum(c.rows) filter (where c.flag is null), 0)::bigint
from correction c
$$;

grant select, insert, delete on credit.code_count, credit.faulty_code to ${gate};
grant select, insert, update on credit.code_judgement to ${gate};
grant select, insert on credit.code_correction to ${gate};
grant update (code, fault, folded_fault), delete on credit.assigned_code to ${gate};
call platform.give('credit.codes_are_judged()', '${gate}');
call platform.give('credit.faults_of_codes()', '${gate}');
call platform.give('credit.counts_of_codes()', '${gate}');
call platform.give('credit.judge_codes()', '${gate}');
call platform.give('credit.code_figures()', '${gate}');
call platform.give('credit.faulty_codes(text, bigint, int)', '${gate}');
call platform.give('credit.correct_codes(text[], text[], bytea[], smallint[], text[])', '${gate}');
revoke all on function credit.codes_are_judged(), credit.faults_of_codes(), credit.counts_of_codes(), credit.judge_codes(), credit.code_figures(),
    credit.faulty_codes(text, bigint, int), credit.correct_codes(text[], text[], bytea[], smallint[], text[]) from public;
grant execute on function credit.judge_codes() to ${worker};
grant execute on function credit.code_figures(), credit.faulty_codes(text, bigint, int), credit.correct_codes(text[], text[], bytea[], smallint[], text[]) to ${loader};
