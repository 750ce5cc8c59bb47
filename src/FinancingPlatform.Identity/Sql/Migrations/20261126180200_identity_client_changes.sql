-- Changes of clients by four eyes (四眼原则): one operator proposes keys, addresses or a certificate, another one decides. Stopping a client is the
-- one thing that a single operator may do at once; it stands here too.
create table identity.client_change
(
    id          uuid        not null primary key,
    client_id   text        not null collate "C",
    action      text        not null collate "C" check (action in ('register', 'disable', 'enable')),
    -- What would be registered, whole: a decision is about exactly what was proposed.
    payload     jsonb,
    proposed_by uuid        not null references identity.account (id),
    proposed_at timestamptz not null,
    decided_by  uuid        references identity.account (id),
    decided_at  timestamptz,
    decision    text        collate "C" check (decision in ('approved', 'refused')),
    constraint client_change_decided check ((decided_by is null) = (decided_at is null) and (decided_by is null) = (decision is null)),
    constraint client_change_four_eyes check (decided_by is null or decided_by <> proposed_by or action = 'disable' or decision = 'refused'),
    constraint client_change_payload check ((action = 'register') = (payload is not null))
);

-- One open proposal for a client: two that wait would each be judged against a state that the other changes.
create unique index client_change_open on identity.client_change (client_id) where decided_at is null;
create index client_change_newest on identity.client_change (proposed_at desc, id);

grant select, insert on identity.client_change to ${portal};
grant update (decided_by, decided_at, decision) on identity.client_change to ${portal};
