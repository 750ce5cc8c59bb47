-- After a withdrawal there is nothing left to pause, and nothing changes.
with changed as
(
    update consent.node_authorisation
    set paused_at = $3
    where id = $1 and uscc = $2 and revoked_at is null and (paused_at is null) = ($3::timestamptz is not null)
    returning id
)
select 'changed' from changed
union all
select 'same' from consent.node_authorisation where id = $1 and uscc = $2
limit 1
