-- Item mode and live authorisation as views (rule A2). Whoever computes scores may read these and not credit.credit_record.
-- They belong to ${gate} and are security barriers: no function of the reader runs on a row that the view leaves out.
-- The day is the city's, from the server's clock: current_date would follow the session's time zone.

-- Public only when no list in force says otherwise.
create view scoring.public_item with (security_barrier) as
select i.code as item
from credit.catalogue_item i
where i.valid_from <= (statement_timestamp() at time zone 'Asia/Shanghai')::date
    and (i.valid_to is null or i.valid_to >= (statement_timestamp() at time zone 'Asia/Shanghai')::date)
group by i.code
having bool_and(i.mode = 'public');

-- Purposes that include scoring, within their period and uses; paused and revoked ones are not live.
create view scoring.live_authorisation with (security_barrier) as
select a.id as authorisation_id, a.enterprise_id, a.catalogue_version, a.items
from consent.authorisation a
where a.leg_look
    and a.purpose in ('pre-credit', 'loan-application', 'post-loan')
    and a.revoked_at is null
    and a.paused_at is null
    and a.uses < a.max_uses
    and (statement_timestamp() at time zone 'Asia/Shanghai')::date between a.valid_from and a.valid_to;

-- Each version of a fact with the moment from which the next one was known. Removed now is out, whatever the as-of date (rule B1);
-- an older version does not come back when the newer one is removed.
-- "infinity", not null, for what nothing has superseded: the planner takes "is null" of an outer join for rare.
create view scoring.record as
select r.enterprise_id, r.item, r.occurred_on, r.known_at, coalesce(n.known_at, 'infinity') as superseded_at, r.valid_until, r.amount, r.quantity, r.code, r.counterparty,
    r.started_on, r.ended_on
from credit.credit_record r
left join credit.credit_record n
    on n.enterprise_id = r.enterprise_id and n.item = r.item and n.natural_key = r.natural_key and n.version = r.version + 1 and n.version > 1
where r.removed_at is null;

-- A join, not "in": for an item that is not public the planner then reads no record at all.
create view scoring.public_record with (security_barrier) as
select r.*
from scoring.public_item p
join scoring.record r on r.item = p.item;

-- An item counts in the catalogue version that was named to the enterprise: a newer list extends nothing.
-- The enterprise stands here twice so that a reader can narrow both sides of the join: "= any (…)" is not carried from one to the other.
-- is_public lets a reader of one item name its branch, so that the other branch reads nothing.
create view scoring.full_record with (security_barrier) as
select a.authorisation_id, a.enterprise_id as authorising_enterprise_id, false as is_public, r.*
from scoring.live_authorisation a
join scoring.record r on r.enterprise_id = a.enterprise_id and r.item = any (a.items)
join credit.catalogue_item i on i.version = a.catalogue_version and i.code = r.item and i.mode = 'authorised'
where r.item not in (select item from scoring.public_item)
union all
select a.authorisation_id, a.enterprise_id, true, r.*
from scoring.live_authorisation a
join scoring.public_record r on r.enterprise_id = a.enterprise_id;

-- Which lists the city has received at all, and since when: before that, silence is not zero.
create view scoring.delivered_item with (security_barrier) as
select b.item, min(b.finished_at) as delivered_at
from credit.import_batch b
where b.finished_at is not null
group by b.item;

-- Which enterprises have news since a moment; the worker may know that much without reading the news.
create view scoring.news with (security_barrier) as
select r.enterprise_id, r.known_at as at
from credit.credit_record r
union all
select r.enterprise_id, r.removed_at
from credit.credit_record r
where r.removed_at is not null;

-- Records arrive in the order of known_at, so a block range index finds the new ones at next to no cost for the import.
create index credit_record_known on credit.credit_record using brin (known_at);
create index credit_record_removed on credit.credit_record (removed_at) where removed_at is not null;

grant create on schema scoring to ${gate};
alter view scoring.public_item owner to ${gate};
alter view scoring.live_authorisation owner to ${gate};
alter view scoring.record owner to ${gate};
alter view scoring.public_record owner to ${gate};
alter view scoring.full_record owner to ${gate};
alter view scoring.delivered_item owner to ${gate};
alter view scoring.news owner to ${gate};
revoke create on schema scoring from ${gate};

grant usage on schema scoring to ${gate}, ${worker}, ${portal}, ${bank_api}, ${bank_desk};
grant select on credit.import_batch, credit.catalogue_item, credit.credit_record to ${gate};
grant select on scoring.public_item, scoring.live_authorisation, scoring.public_record, scoring.full_record, scoring.delivered_item, scoring.news to ${worker};
