-- Authorisations (信用信息查询授权), the texts they are written from, and the record of every look.
grant usage on schema consent to ${gate}, ${portal}, ${bank_desk}, ${bank_api}, ${worker}, ${regulator};

-- Texts are data: a city's lawyers change them without a release, and an old authorisation keeps the version it was signed on.
create table consent.text_template
(
    version    text        not null collate "C" primary key,
    purpose    text        not null collate "C" check (purpose in ('pre-credit', 'loan-application', 'post-loan')),
    body_zh    text        not null,
    body_en    text        not null,
    sha256     bytea       not null check (octet_length(sha256) = 32),
    valid_from date        not null,
    -- The digest covers both languages with the separator that a Chinese or English text cannot contain.
    constraint text_template_digest check (sha256 = sha256(convert_to(body_zh || E'\x1f' || body_en, 'UTF8')))
);

create table consent.authorisation
(
    id                 uuid        not null primary key,
    enterprise_id      bigint      not null references registry.enterprise (id),
    uscc               text        not null collate "C" check (length(uscc) = 18),
    bank_uscc          text        not null collate "C" check (length(bank_uscc) = 18),
    catalogue_version  text        not null collate "C" references credit.catalogue_version (version),
    items              text[]      not null collate "C" check (cardinality(items) between 1 and 64),
    purpose            text        not null collate "C" check (purpose in ('pre-credit', 'loan-application', 'post-loan')),
    leg_look           boolean     not null,
    leg_return         boolean     not null,
    leg_training       boolean     not null,
    valid_from         date        not null,
    valid_to           date        not null,
    max_uses           int         not null check (max_uses between 1 and 400),
    uses               int         not null default 0,
    text_version       text        not null collate "C" references consent.text_template (version),
    text_shown         text        not null,
    text_sha256        bytea       not null,
    nonce              bytea       not null check (octet_length(nonce) = 32),
    credential_id      bytea       not null,
    authenticator_data bytea       not null,
    client_data_json   bytea       not null,
    signature          bytea       not null,
    public_key_cose    bytea       not null,
    signed_at          timestamptz not null,
    revoked_at         timestamptz,
    revoke_reason      text,
    paused_at          timestamptz,
    constraint authorisation_has_a_leg check (leg_look or leg_return or leg_training),
    constraint authorisation_uses check (uses between 0 and max_uses),
    constraint authorisation_text_digest check (text_sha256 = sha256(convert_to(text_shown, 'UTF8'))),
    -- Never perpetual: an application lasts at most 90 days, post-loan at most a year and is then confirmed again.
    constraint authorisation_period check
    (
        valid_to >= valid_from
        and valid_to - valid_from <= case purpose when 'post-loan' then 365 else 90 end
    )
)
-- Every look counts a use up. Texts lie out of line and pages keep room, so that this stays a heap-only update of a small row: without it a look
-- wrote 10 kB of WAL instead of 3 (200,000 authorisations).
with (fillfactor = 80, toast_tuple_target = 256);

create index authorisation_enterprise_bank on consent.authorisation (enterprise_id, bank_uscc);
-- A bank lists the authorisations it holds by keyset.
create index authorisation_bank on consent.authorisation (bank_uscc, signed_at desc, id);
-- The enterprise's signature may be used for one row only.
create unique index authorisation_nonce on consent.authorisation (nonce);

-- What the enterprise was shown and has not signed yet. The nonce never comes from the caller, and a row is taken once.
create table consent.pending_authorisation
(
    id            uuid        not null primary key,
    enterprise_id bigint      not null references registry.enterprise (id),
    terms         jsonb       not null,
    text_version  text        not null collate "C" references consent.text_template (version),
    text_shown    text        not null,
    nonce         bytea       not null check (octet_length(nonce) = 32),
    created_at    timestamptz not null,
    expires_at    timestamptz not null
);

create index pending_authorisation_enterprise on consent.pending_authorisation (enterprise_id);

-- One row per look, granted or refused; it is committed before any data is read under it.
create table consent.access_record
(
    ticket           uuid        not null primary key,
    at               timestamptz not null,
    enterprise_id    bigint,
    uscc             text        not null collate "C" check (length(uscc) between 1 and 64),
    authorisation_id uuid,
    bank_uscc        text        not null collate "C",
    client_id        text        not null collate "C",
    operator         text        not null check (length(operator) between 1 and 64),
    branch           text        not null check (length(branch) between 1 and 128),
    purpose          text        not null check (length(purpose) between 1 and 32),
    reference        text        not null check (length(reference) between 1 and 128),
    items            text[]      not null collate "C" check (cardinality(items) <= 64),
    outcome          text        not null collate "C" check (outcome in ('granted', 'refused')),
    refusal          text        collate "C",
    -- The transaction that opened the look: a read inside the same one could still be rolled back together with this row.
    opened_xid       xid8        not null,
    read_at          timestamptz,
    proof            text        not null check (length(proof) <= 4096),
    constraint access_record_refusal check ((outcome = 'refused') = (refusal is not null)),
    constraint access_record_granted check (outcome = 'refused' or (enterprise_id is not null and authorisation_id is not null))
)
-- Room on the page for the one later write (read_at), so that it stays a heap-only update and touches no index.
with (fillfactor = 85);

create index access_record_enterprise on consent.access_record (enterprise_id, at desc, ticket);
create index access_record_bank on consent.access_record (bank_uscc, at desc, ticket);
