-- What a node keeps of an authorisation: whole, with the enterprise's signature, so that anyone can verify it again without the city.
grant usage on schema consent to ${node};

create table consent.node_authorisation
(
    id                 uuid        not null primary key,
    uscc               text        not null collate "C",
    bank_uscc          text        not null collate "C",
    catalogue_version  text        not null,
    items              text[]      not null,
    purpose            text        not null,
    leg_look           boolean     not null,
    leg_return         boolean     not null,
    leg_training       boolean     not null,
    valid_from         date        not null,
    valid_to           date        not null,
    max_uses           int         not null,
    text_version       text        not null,
    text_shown         text        not null,
    text_sha256        bytea       not null,
    nonce              bytea       not null unique,
    credential_id      bytea       not null,
    authenticator_data bytea       not null,
    client_data_json   bytea       not null,
    signature          bytea       not null,
    -- The key proven to this node by the real-name message, not the one that came along.
    public_key_cose    bytea       not null,
    signed_at          timestamptz not null,
    received_at        timestamptz not null,
    revoked_at         timestamptz,
    revoke_reason      text
);

create index node_authorisation_uscc on consent.node_authorisation (uscc);

grant select, insert on consent.node_authorisation to ${node};
grant update (revoked_at, revoke_reason) on consent.node_authorisation to ${node};
