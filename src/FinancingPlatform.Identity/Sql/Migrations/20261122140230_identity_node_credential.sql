-- What a node knows of an enterprise's key: proved by a real-name message, later compared with consents.
grant usage on schema identity to ${node};

create table identity.node_credential (
    uscc text collate "C" not null,
    credential_id bytea not null,
    public_key_cose bytea not null,
    level int not null,
    method text not null,
    verifier_statement text not null,
    verified_at timestamptz not null,
    received_at timestamptz not null,
    primary key (uscc, credential_id)
);
grant select, insert, update on identity.node_credential to ${node};
