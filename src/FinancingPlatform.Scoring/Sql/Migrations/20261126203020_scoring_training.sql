-- Training on authorised data has its own purpose (rules A2 and A5, trap 30): a look is not a training authorisation, and this is the only way to it.

-- The training leg, within its period; paused and revoked ones are not live. Uses count looks, and training is none.
create view scoring.training_authorisation with (security_barrier) as
select a.id as authorisation_id, a.enterprise_id, a.bank_uscc, a.catalogue_version, a.items
from consent.authorisation a
where a.leg_training
    and a.revoked_at is null
    and a.paused_at is null
    and (statement_timestamp() at time zone 'Asia/Shanghai')::date between a.valid_from and a.valid_to;

-- Columns as scoring.full_record: the statement of a full score runs on it unchanged, over what may be learnt from instead of what may be looked at.
create view scoring.training_record with (security_barrier) as
select a.authorisation_id, a.enterprise_id as authorising_enterprise_id, false as is_public, r.*
from scoring.training_authorisation a
join scoring.record r on r.enterprise_id = a.enterprise_id and r.item = any (a.items)
join credit.catalogue_item i on i.version = a.catalogue_version and i.code = r.item and i.mode = 'authorised'
where r.item not in (select item from scoring.public_item)
union all
select a.authorisation_id, a.enterprise_id, true, r.*
from scoring.training_authorisation a
join scoring.public_record r on r.enterprise_id = a.enterprise_id;

-- Which authorisations a set of training rows stands on: a revocation puts the packs that learnt from it on the list for retraining.
create table scoring.training_grant
(
    rows_sha256      bytea not null references scoring.training_rows (sha256),
    authorisation_id uuid  not null references consent.authorisation (id),
    primary key (rows_sha256, authorisation_id)
);

create index training_grant_authorisation on scoring.training_grant (authorisation_id);

create or replace view scoring.retraining with (security_barrier) as
select t.pack, t.pack_sha256, w.built_at, least(r.first_on, g.first_on) as first_removed_on, least(r.first_on, g.first_on) + 90 as retrain_by, r.removed, g.revoked
from scoring.pack_training t
join scoring.training_rows w on w.sha256 = t.rows_sha256
cross join lateral
(
    select min((c.removed_at at time zone 'Asia/Shanghai')::date) as first_on, count(*) as removed
    from credit.credit_record c
    where c.removed_at is not null and c.item = any (w.items) and c.removed_at > w.built_at and c.known_at <= w.built_at
) r
cross join lateral
(
    select min((a.revoked_at at time zone 'Asia/Shanghai')::date) as first_on, count(*) as revoked
    from scoring.training_grant s
    join consent.authorisation a on a.id = s.authorisation_id
    where s.rows_sha256 = w.sha256 and a.revoked_at is not null
) g
where r.removed + g.revoked > 0;

grant create on schema scoring to ${gate};
alter view scoring.training_authorisation owner to ${gate};
alter view scoring.training_record owner to ${gate};
revoke create on schema scoring from ${gate};

grant select on scoring.training_authorisation, scoring.training_record to ${worker};
grant select on scoring.training_grant to ${gate};
grant select, insert on scoring.training_grant to ${worker};
