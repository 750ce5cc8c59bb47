-- One whose last use was just opened stays until its ticket has died.
delete from scoring.joint_input i
where i.model_id not in (select m.id from scoring.joint_model m where m.state = 'active')
    or
    (
        i.authorisation_id not in (select l.authorisation_id from scoring.live_authorisation l)
        and not exists
        (
            select from consent.access_record r
            where r.enterprise_id = i.enterprise_id and r.authorisation_id = i.authorisation_id and r.outcome = 'granted' and r.read_at is null
                and r.at > clock_timestamp() - interval '60 seconds'
        )
    )
