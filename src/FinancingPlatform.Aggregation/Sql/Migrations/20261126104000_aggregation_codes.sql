-- Codes as the assigning department sent them (赋码), before anything is normalised or rejected (rule B3). The latest delivery of a
-- department stands: a file that comes again replaces its own rows and is never counted twice.
create table credit.assigned_code (
    department text not null,
    line bigint not null,
    batch_id bigint not null references credit.import_batch (id),
    -- As sent, cut at 64 characters; an identity number in its place is masked.
    code text collate "C" not null,
    -- SHA-256 of the subject's name, narrowed and without blanks.
    subject bytea not null check (octet_length(subject) = 32),
    name text not null,
    fault text collate "C" not null,
    folded_fault text collate "C" not null,
    primary key (department, line)
);
-- For the correction file, which names its rows by code.
create index assigned_code_code on credit.assigned_code (department, code);

-- What departments decided about a faulty code (重错码整改), for good. 0 newly coded, 1 delete, 2 keep.
create table credit.code_correction (
    batch_id bigint not null references credit.import_batch (id),
    department text not null,
    code text collate "C" not null,
    subject bytea not null check (octet_length(subject) = 32),
    flag smallint not null check (flag between 0 and 2),
    corrected_code text collate "C" not null default '',
    corrected_at timestamptz not null default clock_timestamp(),
    check ((flag = 0) = (corrected_code <> '')),
    -- The same correction of the same delivery again is the same correction.
    primary key (batch_id, code, subject, flag, corrected_code)
);

-- Every code of the city, each pair of code and subject once per department, with what is wrong. p_fold: letters made capital first.
-- A wrong code is wrong and nothing else; duplicates are looked for among the well-formed ones, over all departments.
create function credit.judged_codes(p_fold boolean)
    returns table (department text, line bigint, code text, subject bytea, name text, fault text)
    language sql
    stable
    security definer
    set search_path = pg_catalog, pg_temp
as
$$
with assigned as materialized
(
    select distinct on (a.department, a.code, a.subject)
        a.department, a.line, a.code, a.subject, a.name,
        case when p_fold then a.folded_fault else a.fault end as fault,
        case when p_fold then upper(a.code) else a.code end as judged
    from credit.assigned_code a
    order by a.department, a.code, a.subject, a.line
),
-- The body alone is unique as well, and the same code has the same body.
bodies as
(
    select substr(a.judged, 9, 9) as body, min(a.judged) <> max(a.judged) as other_code
    from assigned a
    where a.fault = 'none'
    group by 1
    -- bytea has no min before PostgreSQL 18.
    having min(encode(a.subject, 'hex')) <> max(encode(a.subject, 'hex'))
),
subjects as
(
    select a.subject
    from assigned a
    where a.fault = 'none'
    group by a.subject
    having min(a.judged) <> max(a.judged)
)
select
    a.department, a.line, a.code, a.subject, a.name,
    case
        when a.fault <> 'none' then a.fault
        when b.body is not null then case when b.other_code then 'same-body' else 'same-code' end
        when s.subject is not null then 'two-codes'
        else 'none'
    end
from assigned a
left join bodies b on a.fault = 'none' and b.body = substr(a.judged, 9, 9)
left join subjects s on a.fault = 'none' and s.subject = a.subject
$$;

-- The figure per department, as sent and case-folded. Old numbers and missing codes are counted apart, in neither part of the ratio.
create function credit.code_figures()
    returns table (department text, folded boolean, codes bigint, wrong bigint, duplicate bigint, old_number bigint, missing bigint)
    language sql
    stable
    security definer
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
order by j.department, f.folded
$$;

grant select, insert, delete on credit.assigned_code to ${loader};
grant update (code, fault, folded_fault) on credit.assigned_code to ${loader};
grant select, insert on credit.code_correction to ${loader};
grant select on credit.assigned_code, credit.import_batch, credit.delivery_call to ${gate};
call platform.give('credit.judged_codes(boolean)', '${gate}');
call platform.give('credit.code_figures()', '${gate}');
revoke all on function credit.judged_codes(boolean), credit.code_figures() from public;
grant execute on function credit.judged_codes(boolean), credit.code_figures() to ${loader};
