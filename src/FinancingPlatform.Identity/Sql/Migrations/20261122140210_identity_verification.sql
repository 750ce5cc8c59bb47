-- Real-name verification (实名认证), rule A3: level 0 = public facts matched, level 1 = control proved.
create table identity.verification_attempt (
    id uuid primary key,
    enterprise_id bigint not null references registry.enterprise (id),
    account_id uuid not null references identity.account (id),
    method text not null,
    credential_id bytea not null,
    state text not null default 'pending' check (state in ('pending', 'verified', 'dead')),
    started_at timestamptz not null,
    expires_at timestamptz not null
);
create index verification_attempt_enterprise_idx on identity.verification_attempt (enterprise_id, started_at desc);

create table identity.verification (
    id uuid primary key,
    enterprise_id bigint not null references registry.enterprise (id),
    account_id uuid not null references identity.account (id),
    level int not null check (level in (1, 2)),
    method text not null,
    verifier text not null,
    -- The verifier's own signed statement, kept as it came: anyone can check it later without this platform.
    evidence text not null,
    credential_id bytea not null,
    -- No foreign key to the passkey: removing a passkey must leave the proof of what it once signed.
    public_key_cose bytea not null,
    legal_representative text,
    verified_at timestamptz not null,
    valid_until date not null,
    revoked_at timestamptz,
    revoke_reason text
);
create index verification_enterprise_idx on identity.verification (enterprise_id) where revoked_at is null;

grant select, insert, update on identity.verification, identity.verification_attempt to ${portal};

-- A change of the representative drops every verification to level 0 (rule A3), whoever writes the registry.
create function identity.drop_verification() returns trigger
language plpgsql
security definer
set search_path = pg_catalog, pg_temp
as $$
begin
    update identity.verification
    set revoked_at = clock_timestamp(), revoke_reason = 'representative-changed'
    where enterprise_id = new.id and revoked_at is null;
    return null;
end
$$;
grant select, update on identity.verification to ${gate};
call platform.give('identity.drop_verification()', '${gate}');
create trigger enterprise_representative_changed
after update of legal_representative on registry.enterprise
for each row
when (old.legal_representative is not null and old.legal_representative is distinct from new.legal_representative)
execute function identity.drop_verification();

-- The comparison with the registry catches a verification that was being written while the representative changed.
create view identity.live_verification
with (security_barrier = true)
as
select v.id, v.enterprise_id, v.account_id, v.level, v.method, v.verified_at, v.valid_until, v.credential_id, v.public_key_cose
from identity.verification as v
join registry.enterprise as e on e.id = v.enterprise_id
where v.revoked_at is null
  and v.valid_until >= (clock_timestamp() at time zone 'Asia/Shanghai')::date
  and (v.legal_representative is null or v.legal_representative is not distinct from e.legal_representative);

create view identity.verified_enterprise
with (security_barrier = true)
as
select lv.enterprise_id, max(lv.level) as level, min(lv.verified_at) as verified_at
from identity.live_verification as lv
group by lv.enterprise_id;
grant select on identity.live_verification to ${portal}, ${gate};
grant select on identity.verified_enterprise to ${portal}, ${regulator}, ${worker}, ${gate};

create function identity.verification_level(p_enterprise_id bigint) returns int
language sql
stable
security definer
set search_path = pg_catalog, pg_temp
as $$
    select coalesce(max(lv.level), 0) from identity.live_verification as lv where lv.enterprise_id = p_enterprise_id
$$;
call platform.give('identity.verification_level(bigint)', '${gate}');
grant execute on function identity.verification_level(bigint) to ${portal}, ${worker};
