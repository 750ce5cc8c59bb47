-- Everything that is needed in order to verify an enterprise's signature again (rule A4). The worker itself reads no text and no signature; it gets
-- them here, page by page, together with the verifier's statements about the key. No credit value is among them.
create function consent.evidence(p_after uuid, p_limit int)
returns table
(
    id                  uuid,
    uscc                text,
    bank_uscc           text,
    catalogue_version   text,
    items               text[],
    purpose             text,
    leg_look            boolean,
    leg_return          boolean,
    leg_training        boolean,
    valid_from          date,
    valid_to            date,
    max_uses            int,
    text_version        text,
    text_shown          text,
    text_sha256         bytea,
    nonce               bytea,
    credential_id       bytea,
    authenticator_data  bytea,
    client_data_json    bytea,
    signature           bytea,
    public_key_cose     bytea,
    signed_at           timestamptz,
    enterprise_uscc     text,
    verifier_statements text[]
)
    language sql
    stable
    security definer
    set search_path = pg_catalog, pg_temp
as
$$
    select
        a.id, a.uscc, a.bank_uscc, a.catalogue_version,
        -- The database takes arrays of any shape; a client reads a plain one.
        array(select unnest(a.items)),
        a.purpose, a.leg_look, a.leg_return, a.leg_training, a.valid_from, a.valid_to, a.max_uses, a.text_version, a.text_shown, a.text_sha256, a.nonce,
        a.credential_id, a.authenticator_data, a.client_data_json, a.signature, a.public_key_cose, a.signed_at,
        -- The gate opens by the enterprise's number, the enterprise signed its code: the two must be one.
        coalesce(e.uscc, ''),
        array
        (
            -- Also ended ones: what was signed while a verification lived stays signed.
            select v.evidence
            from identity.verification v
            where v.enterprise_id = a.enterprise_id and v.credential_id = a.credential_id and v.public_key_cose = a.public_key_cose
            order by v.verified_at
            limit 16
        )
    from consent.authorisation a
    -- Outer: a row without an enterprise must be seen, not lost.
    left join registry.enterprise e on e.id = a.enterprise_id
    -- Not "null or greater": that would hide the key's order from the planner. The zero number is a row like any other.
    where a.id >= coalesce(p_after, '00000000-0000-0000-0000-000000000000') and a.id is distinct from p_after
    order by a.id
    limit least(p_limit, 1000)
$$;
call platform.give('consent.evidence(uuid, int)', '${gate}');
grant execute on function consent.evidence(uuid, int) to ${worker};

-- The index there is leaves out ended verifications; without this one each page would read the whole table once per row.
create index verification_enterprise_all_idx on identity.verification (enterprise_id);
