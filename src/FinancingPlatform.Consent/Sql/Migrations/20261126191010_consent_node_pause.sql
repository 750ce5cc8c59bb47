-- A pause reaches the nodes too (暂停上报): no level looks under an authorisation that rests. What was posted under its return leg stands.
alter table consent.node_authorisation add column paused_at timestamptz;
grant update (paused_at) on consent.node_authorisation to ${node};
