-- The signed-in enterprise's facts as of a moment (null = now): row-level security lets nobody else's through.
with facts as (
    select credit.report_facts(
        identity.session_enterprise_id(), $1::date, coalesce($2::timestamptz, now()), credit.own_report_objections()) as facts
)
select f.facts::text, credit.report_state_digest(f.facts)
from facts as f
