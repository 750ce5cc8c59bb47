-- What the registry said about an enterprise before (登记变更历史). Names and representatives change, the code is the key, and a
-- verification made under the old representative must be seen to be old.
create table registry.enterprise_history (
    enterprise_id bigint not null references registry.enterprise (id),
    replaced_at timestamptz not null default clock_timestamp(),
    batch_id bigint not null references credit.import_batch (id),
    was jsonb not null,
    primary key (enterprise_id, replaced_at)
);

grant insert on registry.enterprise_history to ${loader};
grant select on registry.enterprise_history to ${worker};
