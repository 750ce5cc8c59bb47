-- Of an authorisation that ended (one whose last use was just opened stays until its ticket has died), of a pack that neither runs nor is kept to, and
-- of a champion, whose scores stand where everybody's do.
delete from scoring.parallel_score s
where
    (
        s.authorisation_id is not null
        and s.authorisation_id not in (select a.authorisation_id from scoring.live_authorisation a)
        and not exists
        (
            select from consent.access_record r
            where r.enterprise_id = s.enterprise_id and r.authorisation_id = s.authorisation_id and r.outcome = 'granted' and r.read_at is null
                and r.at > clock_timestamp() - interval '60 seconds'
        )
    )
    or s.pack_sha256 in
    (
        select p.sha256
        from scoring.pack_version p
        where p.state = 'champion' or (p.state <> 'challenger' and not exists (select from scoring.bank_pin b where b.sha256 = p.sha256))
    )
