-- One authorisation with everything that proves it, the columns of consent.evidence: for its enterprise and for its bank, each found from the signed-in
-- session and from nothing that a caller says (rule A7).
create function consent.letter(p_id uuid, p_enterprise_id bigint, p_bank_uscc text)
returns table
(
    id uuid, uscc text, bank_uscc text, catalogue_version text, items text[], purpose text, leg_look boolean, leg_return boolean, leg_training boolean,
    valid_from date, valid_to date, max_uses int, text_version text, text_shown text, text_sha256 bytea, nonce bytea, credential_id bytea,
    authenticator_data bytea, client_data_json bytea, signature bytea, public_key_cose bytea, signed_at timestamptz, enterprise_uscc text,
    verifier_statements text[]
)
    language sql
    stable
    security definer
    set search_path = pg_catalog, pg_temp
as
$$
    select
        a.id, a.uscc, a.bank_uscc, a.catalogue_version, array(select unnest(a.items)), a.purpose, a.leg_look, a.leg_return, a.leg_training, a.valid_from,
        a.valid_to, a.max_uses, a.text_version, a.text_shown, a.text_sha256, a.nonce, a.credential_id, a.authenticator_data, a.client_data_json, a.signature,
        a.public_key_cose, a.signed_at, e.uscc,
        array
        (
            select v.evidence
            from identity.verification v
            where v.enterprise_id = a.enterprise_id and v.credential_id = a.credential_id and v.public_key_cose = a.public_key_cose
            order by v.verified_at
            limit 16
        )
    from consent.authorisation a
    join registry.enterprise e on e.id = a.enterprise_id
    where a.id = p_id and (a.enterprise_id = p_enterprise_id or a.bank_uscc = p_bank_uscc)
$$;

create function consent.own_letter(p_id uuid)
returns table
(
    id uuid, uscc text, bank_uscc text, catalogue_version text, items text[], purpose text, leg_look boolean, leg_return boolean, leg_training boolean,
    valid_from date, valid_to date, max_uses int, text_version text, text_shown text, text_sha256 bytea, nonce bytea, credential_id bytea,
    authenticator_data bytea, client_data_json bytea, signature bytea, public_key_cose bytea, signed_at timestamptz, enterprise_uscc text,
    verifier_statements text[]
)
    language sql
    stable
    security definer
    set search_path = pg_catalog, pg_temp
as
$$
    select l.* from consent.letter(p_id, identity.session_enterprise_id(), null) l
$$;

create function consent.desk_letter(p_id uuid)
returns table
(
    id uuid, uscc text, bank_uscc text, catalogue_version text, items text[], purpose text, leg_look boolean, leg_return boolean, leg_training boolean,
    valid_from date, valid_to date, max_uses int, text_version text, text_shown text, text_sha256 bytea, nonce bytea, credential_id bytea,
    authenticator_data bytea, client_data_json bytea, signature bytea, public_key_cose bytea, signed_at timestamptz, enterprise_uscc text,
    verifier_statements text[]
)
    language sql
    stable
    security definer
    set search_path = pg_catalog, pg_temp
as
$$
    select l.* from consent.letter(p_id, null, identity.session_bank_uscc()) l
$$;

call platform.give('consent.letter(uuid, bigint, text)', '${gate}');
call platform.give('consent.own_letter(uuid)', '${gate}');
call platform.give('consent.desk_letter(uuid)', '${gate}');
revoke all on function consent.letter(uuid, bigint, text), consent.own_letter(uuid), consent.desk_letter(uuid) from public;
grant execute on function consent.own_letter(uuid) to ${portal};
grant execute on function consent.desk_letter(uuid) to ${bank_desk};
