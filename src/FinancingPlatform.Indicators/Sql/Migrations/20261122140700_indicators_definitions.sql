-- Definitions of what a regulator reads (指标定义) as data: an edition changes by rows, not by a release (rule D11).
create schema if not exists indicator;
grant usage on schema indicator to ${gate}, ${regulator}, ${worker}, ${portal}, ${bank_desk};

create table indicator.definition
(
    id            text    not null collate "C",
    edition       text    not null collate "C",
    version       int     not null,
    ordinal       int     not null,
    name_zh       text    not null,
    name_en       text    not null,
    formula_zh    text    not null,
    formula_en    text    not null,
    note_zh       text    not null,
    note_en       text    not null,
    unit          text    not null check (unit in ('ratio')),
    -- Null: a stock at the as-of date; otherwise the rolling months that end with it.
    window_months int     check (window_months between 1 and 60),
    -- Which set of enterprises the numerator counts. Null: nothing can be measured yet, and the page says so (rule D2).
    measure       text    check (measure in ('registered', 'verified', 'local-pull')),
    -- The named rule of the denominator; the same name stands in the program that tests compare with.
    population    text    not null,
    basis         text    not null check (basis in ('official text', 'reconstructed, official sheet not seen')),
    -- Null: no official threshold was seen, so nothing is called met or missed.
    target        numeric,
    valid_from    date    not null,
    valid_to      date,
    primary key (id, edition, version)
);
-- One version of an indicator is in force per edition.
create unique index definition_in_force on indicator.definition (id, edition) where valid_to is null;

insert into indicator.definition
    (id, edition, version, ordinal, name_zh, name_en, formula_zh, formula_en, note_zh, note_en, unit, window_months, measure, population, basis, target, valid_from)
values
    ('F1', '2022', 1, 1,
     '注册企业占存续企业比', 'Registered ÷ existing enterprises',
     '已注册的存续企业数 ÷ 存续企业数', 'existing enterprises that are registered ÷ existing enterprises',
     '注册指企业本人以已验证的手机号首次登录（批量开户不计）。状态未知的企业不计入分子和分母，单列。净值另扣除同一手机号登记五家以上的企业。',
     'Registered means the enterprise''s own first sign-in with a proved telephone; batch accounts do not count. Unknown status is in neither figure and stands apart. The net figure also leaves out enterprises whose telephone stands behind more than five.',
     'ratio', null, 'registered', 'existing-enterprise/2022-reconstructed-1', 'reconstructed, official sheet not seen', null, date '2022-01-01'),
    ('F2', '2022', 1, 2,
     '实名认证企业占存续企业比', 'Verified ÷ existing enterprises',
     '已实名认证且认证有效的存续企业数 ÷ 存续企业数', 'existing enterprises with a valid verification ÷ existing enterprises',
     '实名认证指一级及以上（已证明对企业的控制）且在统计日仍有效；法定代表人变更后失效。已认证企业须同时为已注册企业。',
     'Verified means level 1 or higher (control proved) and still valid on the date; it lapses when the legal representative changes. A verified enterprise is also a registered one.',
     'ratio', null, 'verified', 'existing-enterprise/2022-reconstructed-1', 'reconstructed, official sheet not seen', null, date '2022-01-01'),
    ('F3', '2022', 1, 3,
     '授权查询全国平台数据的企业占存续企业比', 'Enterprises with an authorised query of national data ÷ existing enterprises',
     '在本平台授权且已查询全国平台数据的存续企业数 ÷ 存续企业数', 'existing enterprises whose national data was queried here under their authorisation ÷ existing enterprises',
     '尚不可计量：本平台尚未向全国平台发起数据查询，以“本地授权查询占比”代为展示，两者不可互换。',
     'Not measurable yet: no query goes down to the national platform so far. The local figure is shown instead and is not the same thing.',
     'ratio', 12, null, 'existing-enterprise/2022-reconstructed-1', 'reconstructed, official sheet not seen', null, date '2022-01-01'),
    ('F3-local', '2022', 1, 4,
     '本地授权查询占存续企业比', 'Local authorised pulls ÷ existing enterprises',
     '近 12 个月内被银行凭授权读取过本地数据的存续企业数 ÷ 存续企业数', 'existing enterprises whose local data a bank read under an authorisation within 12 months ÷ existing enterprises',
     '按企业计数，不按次数。净值另扣除注册后 60 秒内、且不是贷款申请或贷后管理的查询。',
     'Counts enterprises, not queries. The net figure leaves out queries within 60 seconds of registration unless they serve a loan application or a running loan.',
     'ratio', 12, 'local-pull', 'existing-enterprise/2022-reconstructed-1', 'reconstructed, official sheet not seen', null, date '2022-01-01');

grant select on indicator.definition to ${gate}, ${regulator}, ${worker};

-- What was published (快照): a figure of a past day is read from here, so that later corrections restate it openly instead of silently.
create table indicator.snapshot
(
    as_of              date        not null,
    definition         text        not null collate "C",
    taken_at           timestamptz not null,
    value              numeric,
    net                numeric,
    numerator          bigint,
    net_numerator      bigint,
    denominator        bigint      not null,
    unknown_status     bigint      not null,
    suspended          bigint      not null,
    numerator_outside  bigint,
    -- Digests of the sorted code lists: the same rows give the same digest when the figure is worked again.
    numerator_sha256   bytea,
    denominator_sha256 bytea       not null,
    primary key (as_of, definition)
);
grant select on indicator.snapshot to ${gate}, ${regulator}, ${worker};
grant insert on indicator.snapshot to ${gate};

create function indicator.refuse_change() returns trigger
    language plpgsql
    set search_path = pg_catalog, pg_temp
as
$$
begin
    raise exception 'A published figure is never changed; publish the restated one under a later date.' using errcode = '42501';
end
$$;
revoke all on function indicator.refuse_change() from public;
create trigger snapshot_is_final before update or delete on indicator.snapshot for each row execute function indicator.refuse_change();
create trigger snapshot_is_kept before truncate on indicator.snapshot for each statement execute function indicator.refuse_change();
