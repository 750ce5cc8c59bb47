-- Full scores whose authorisation is no longer live. One whose last use was just opened stays until that look is read or its ticket has died.
delete from scoring.score s
where s.kind = 'full'
    and s.authorisation_id not in (select a.authorisation_id from scoring.live_authorisation a)
    and not exists
    (
        select 1
        from consent.access_record r
        join consent.authorisation a on a.id = r.authorisation_id
        where r.enterprise_id = s.enterprise_id
            and r.authorisation_id = s.authorisation_id
            and r.outcome = 'granted'
            and r.read_at is null
            and r.at > clock_timestamp() - interval '60 seconds'
            and a.revoked_at is null
            and a.paused_at is null
    )
