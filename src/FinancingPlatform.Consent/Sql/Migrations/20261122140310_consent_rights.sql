-- Who may touch what (rule A1). The gate functions run as ${gate}; every other role sees the rows below and no others.
alter table consent.authorisation enable row level security;
alter table consent.pending_authorisation enable row level security;
alter table consent.access_record enable row level security;

create policy gate_all on consent.authorisation to ${gate} using (true) with check (true);
create policy gate_all on consent.access_record to ${gate} using (true) with check (true);
create policy worker_reads on consent.authorisation for select to ${worker} using (true);
create policy worker_reads on consent.access_record for select to ${worker} using (true);

-- The sub-select makes PostgreSQL look the session up once per query, not once per row.
create policy own_rows on consent.authorisation for select to ${portal}
    using (enterprise_id = (select identity.session_enterprise_id()));
create policy own_new_rows on consent.authorisation for insert to ${portal}
    with check (enterprise_id = (select identity.session_enterprise_id()));
-- A revocation is final: a revoked row can no longer be reached by an update.
create policy own_live_rows on consent.authorisation for update to ${portal}
    using (enterprise_id = (select identity.session_enterprise_id()) and revoked_at is null)
    with check (enterprise_id = (select identity.session_enterprise_id()) and revoked_at is not null);
create policy own_rows on consent.pending_authorisation to ${portal}
    using (enterprise_id = (select identity.session_enterprise_id()))
    with check (enterprise_id = (select identity.session_enterprise_id()));
create policy own_rows on consent.access_record for select to ${portal}
    using (enterprise_id = (select identity.session_enterprise_id()));

grant select on consent.text_template to ${gate}, ${portal}, ${worker};
grant select, insert, delete on consent.pending_authorisation to ${portal};
grant select on consent.authorisation, consent.access_record to ${portal};
-- Uses, revocation and pause have no business in a new row, and nothing signed may change afterwards.
grant insert
(
    id, enterprise_id, uscc, bank_uscc, catalogue_version, items, purpose, leg_look, leg_return, leg_training, valid_from, valid_to, max_uses,
    text_version, text_shown, text_sha256, nonce, credential_id, authenticator_data, client_data_json, signature, public_key_cose, signed_at
) on consent.authorisation to ${portal};
grant update (revoked_at, revoke_reason) on consent.authorisation to ${portal};

-- The worker follows states: no text, no signature, no operator. Regulators have no row here: their figures come from definer functions of
-- schema indicator (rule A1, trap 22).
grant select (id, enterprise_id, bank_uscc, purpose, leg_look, leg_return, leg_training, valid_from, valid_to, uses, max_uses, signed_at, revoked_at, paused_at)
    on consent.authorisation to ${worker};
grant select (ticket, at, enterprise_id, authorisation_id, bank_uscc, client_id, purpose, outcome, refusal, read_at)
    on consent.access_record to ${worker};
grant select (items, catalogue_version) on consent.authorisation to ${worker};

grant usage on schema registry, credit to ${gate};
grant select on registry.enterprise, credit.catalogue_item to ${gate};
grant select, insert on consent.access_record to ${gate};
grant update (read_at) on consent.access_record to ${gate};
grant select on consent.authorisation to ${gate};
grant update (uses) on consent.authorisation to ${gate};
