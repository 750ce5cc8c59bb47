-- Accounts, passkeys, sessions and one-time codes (账户与登录).
grant usage on schema identity to ${portal}, ${bank_desk}, ${bank_api}, ${worker}, ${regulator}, ${gate};

create table identity.account (
    id uuid primary key,
    kind text not null check (kind in ('enterprise', 'bank', 'regulator', 'operator')),
    enterprise_id bigint references registry.enterprise (id),
    bank_uscc text collate "C",
    user_name text collate "C" not null,
    display_name text not null,
    -- HMAC of the number under a key outside the database: a dump gives no telephone list.
    phone_hash bytea,
    phone_masked text,
    phone_proved_at timestamptz,
    password_hash text,
    totp_secret text,
    -- RFC 6238 section 5.2: a code is accepted once; the last accepted time step is the memory of that.
    totp_last_step bigint,
    security_stamp text not null,
    failed_count int not null default 0,
    locked_until timestamptz,
    created_at timestamptz not null,
    first_login_at timestamptz,
    closed_at timestamptz,
    constraint account_user_name_key unique (user_name),
    constraint account_enterprise_check check ((kind = 'enterprise') = (enterprise_id is not null)),
    constraint account_bank_check check ((kind = 'bank') = (bank_uscc is not null))
);
-- One open account per enterprise: a second registration is told so instead of making a twin.
create unique index account_open_enterprise_key on identity.account (enterprise_id)
where kind = 'enterprise' and closed_at is null;

create table identity.passkey (
    credential_id bytea primary key,
    account_id uuid not null references identity.account (id),
    public_key_cose bytea not null,
    sign_count bigint not null,
    aaguid uuid not null,
    created_at timestamptz not null,
    name text not null,
    transports text[] not null default '{}',
    user_verified boolean not null,
    backup_eligible boolean not null,
    backed_up boolean not null,
    attestation_object bytea not null,
    client_data_json bytea not null
);
create index passkey_account_idx on identity.passkey (account_id);

create table identity.session (
    token_sha256 bytea primary key,
    account_id uuid not null references identity.account (id),
    method text not null check (method in ('passkey', 'code', 'password-totp')),
    created_at timestamptz not null,
    expires_at timestamptz not null,
    revoked_at timestamptz
);
create index session_account_idx on identity.session (account_id) where revoked_at is null;
create index session_expires_idx on identity.session (expires_at);

-- A WebAuthn ceremony in progress: the challenge lives here, not in a cookie, so that it works once.
create table identity.ceremony (
    id uuid primary key,
    kind text not null check (kind in ('attestation', 'assertion')),
    account_id uuid references identity.account (id),
    state text,
    expires_at timestamptz not null,
    used_at timestamptz
);
create index ceremony_expires_idx on identity.ceremony (expires_at);

create table identity.one_time_code (
    id uuid primary key,
    purpose text not null check (purpose in ('register', 'sign-in')),
    account_id uuid references identity.account (id),
    -- What a registration asked for, kept until the telephone is proved.
    enterprise_id bigint references registry.enterprise (id),
    display_name text,
    phone_hash bytea not null,
    phone_masked text not null,
    address_hash bytea not null,
    code_hash bytea not null,
    tries int not null default 0,
    created_at timestamptz not null,
    expires_at timestamptz not null,
    used_at timestamptz
);
create index one_time_code_phone_idx on identity.one_time_code (phone_hash, created_at);
create index one_time_code_address_idx on identity.one_time_code (address_hash, created_at);
create index one_time_code_created_idx on identity.one_time_code (created_at);

grant select, insert, update on identity.account, identity.passkey, identity.session to ${portal};
grant delete on identity.passkey to ${portal};
grant select, insert, update, delete on identity.ceremony, identity.one_time_code to ${portal};

-- Who is signed in. The session's secret is transaction-local and only its hash is stored: a role that can
-- set any setting still reaches nothing, because it would have to know a live secret (rule A1).
create function identity.session_account_id() returns uuid
language sql
stable
security definer
set search_path = pg_catalog, pg_temp
as $$
    select s.account_id
    from identity.session as s
    join identity.account as a on a.id = s.account_id
    where s.token_sha256 = sha256(convert_to(current_setting('platform.session', true), 'UTF8'))
      and s.revoked_at is null
      and s.expires_at > clock_timestamp()
      and a.closed_at is null
$$;

create or replace function identity.session_enterprise_id() returns bigint
language sql
stable
security definer
set search_path = pg_catalog, pg_temp
as $$
    select a.enterprise_id
    from identity.account as a
    where a.id = identity.session_account_id() and a.kind = 'enterprise'
$$;

create function identity.session_bank_uscc() returns text
language sql
stable
security definer
set search_path = pg_catalog, pg_temp
as $$
    select a.bank_uscc
    from identity.account as a
    where a.id = identity.session_account_id() and a.kind = 'bank'
$$;

grant select on identity.account, identity.session to ${gate};
call platform.give('identity.session_account_id()', '${gate}');
call platform.give('identity.session_enterprise_id()', '${gate}');
call platform.give('identity.session_bank_uscc()', '${gate}');
grant execute on function identity.session_account_id(), identity.session_enterprise_id() to ${portal};
grant execute on function identity.session_account_id(), identity.session_bank_uscc() to ${bank_desk};

-- Registered = the firm's own first sign-in with a telephone it proved (rule D1). Definer view: the reader
-- needs no sight of accounts.
create view identity.registered_enterprise
with (security_barrier = true)
as
select a.enterprise_id, a.first_login_at as registered_at
from identity.account as a
where a.kind = 'enterprise'
  and a.closed_at is null
  and a.phone_proved_at is not null
  and a.first_login_at is not null;
grant select on identity.registered_enterprise to ${regulator}, ${worker};
