delete from scoring.parallel_score s
where (s.authorisation_id is not null and s.authorisation_id not in (select a.authorisation_id from scoring.live_authorisation a))
    or s.pack_sha256 in
    (
        select p.sha256
        from scoring.pack_version p
        where p.state not in ('challenger') and not exists (select from scoring.bank_pin b where b.sha256 = p.sha256)
    )
