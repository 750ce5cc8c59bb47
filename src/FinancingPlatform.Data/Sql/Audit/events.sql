-- Every link, chain after chain, in the order of the primary key.
select chain, seq, event_id, occurred_at, db_role, actor, subject, purpose, action, outcome, reason, consent_id, request_id,
    payload_sha256, canon, prev_hash, row_hash
from audit.event
order by chain, seq
