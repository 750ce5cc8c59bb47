-- Duplicate and wrong codes for an operator's session (重错码): the figure by department, the faulty codes, and their corrections.

create function indicator.operator_code_figures()
    returns table (department text, folded boolean, codes bigint, wrong bigint, duplicate bigint, old_number bigint, missing bigint)
    language sql
    stable
    security definer
    set search_path = pg_catalog, pg_temp
as
$$
select f.department, f.folded, f.codes, f.wrong, f.duplicate, f.old_number, f.missing from credit.code_figures() f where (select indicator.is_operator())
$$;

create function indicator.operator_faulty_codes(p_department text, p_line bigint, p_limit int)
    returns table (department text, line bigint, code text, name text, fault text)
    language sql
    stable
    security definer
    set search_path = pg_catalog, pg_temp
as
$$
select f.department, f.line, f.code, f.name, f.fault
from credit.faulty_codes(p_department, p_line, least(p_limit, 10000)) f
where (select indicator.is_operator())
$$;

-- Nothing for anybody but an operator.
create function indicator.operator_correct_codes(p_departments text[], p_codes text[], p_subjects bytea[], p_flags smallint[], p_corrected text[])
    returns table (coded bigint, deleted bigint, kept bigint, unmatched bigint, conflicts bigint)
    language plpgsql
    volatile
    security definer
    set search_path = pg_catalog, pg_temp
as
$$
begin
    if not indicator.is_operator() then
        raise exception 'Only an operator corrects codes.' using errcode = '42501';
    end if;
    return query
    select c.coded, c.deleted, c.kept, c.unmatched, c.conflicts from credit.correct_codes(p_departments, p_codes, p_subjects, p_flags, p_corrected) c;
end
$$;

call platform.give('indicator.operator_code_figures()', '${gate}');
call platform.give('indicator.operator_faulty_codes(text, bigint, int)', '${gate}');
call platform.give('indicator.operator_correct_codes(text[], text[], bytea[], smallint[], text[])', '${gate}');
revoke all on function indicator.operator_code_figures(), indicator.operator_faulty_codes(text, bigint, int),
    indicator.operator_correct_codes(text[], text[], bytea[], smallint[], text[]) from public;
grant execute on function indicator.operator_code_figures(), indicator.operator_faulty_codes(text, bigint, int),
    indicator.operator_correct_codes(text[], text[], bytea[], smallint[], text[]) to ${portal};
