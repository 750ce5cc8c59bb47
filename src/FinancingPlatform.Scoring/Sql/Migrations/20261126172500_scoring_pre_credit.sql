-- Lists of public scores for banks. The index carries the order, so that a page reads its own rows whatever the city's size.
create index score_public_points on scoring.score (points desc, enterprise_id desc) where kind = 'public';

-- Public scores in bulk (预授信名单, rules A2 and trap 29): public facts and the public score, of existing enterprises of the city, best first.
create function scoring.pre_credit_page(p_division text, p_industry text, p_points_from int, p_after_points int, p_after_enterprise bigint, p_limit int)
    returns table (points int, enterprise_id bigint, body jsonb)
    language sql
    stable
    security definer
    set search_path = pg_catalog, pg_temp
as
$$
select s.points, s.enterprise_id, jsonb_build_object
(
    'uscc', e.uscc, 'enterprise_name', e.name, 'division', e.division, 'industry', e.industry, 'size', e.size, 'points', s.points, 'grade', s.grade,
    'as_of', s.as_of, 'pack', s.pack, 'pack_version', s.pack_version, 'input_sha256', encode(s.input_sha256, 'hex')
)
from scoring.score s
join registry.enterprise e on e.id = s.enterprise_id
where s.kind = 'public' and e.in_city and e.status = 'active'
    and (p_division is null or starts_with(e.division, p_division))
    and (p_industry is null or starts_with(e.industry, p_industry))
    and (p_points_from is null or s.points >= p_points_from)
    and (p_after_points is null or (s.points, s.enterprise_id) < (p_after_points, p_after_enterprise))
order by s.points desc, s.enterprise_id desc
limit least(p_limit, 1001)
$$;

call platform.give('scoring.pre_credit_page(text, text, int, int, bigint, int)', '${gate}');
revoke all on function scoring.pre_credit_page(text, text, int, int, bigint, int) from public;
grant execute on function scoring.pre_credit_page(text, text, int, int, bigint, int) to ${bank_api};
