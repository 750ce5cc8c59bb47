-- The bytes of a link, the same as before, at half the price of a whole append: each text was turned into bytes three times.

-- As audit.field for a text. Stable, as convert_to is: a function that were called immutable would not be planned as a part of its caller's statement.
-- A text's length is asked of the text, because the database's own encoding is UTF-8.
create function audit.text_field(p_value text) returns bytea
language sql stable parallel safe
return case when p_value is null then '\xffffffff'::bytea else int4send(octet_length(p_value)) || convert_to(p_value, 'UTF8') end;
revoke all on function audit.text_field(text) from public;
grant execute on function audit.text_field(text) to ${ledger};

create or replace function audit.canon(
    p_chain smallint, p_seq bigint, p_event_id uuid, p_at timestamptz, p_role text, p_actor text, p_subject text, p_purpose text, p_action text,
    p_outcome text, p_reason text, p_consent_id uuid, p_request_id text, p_payload_sha256 bytea)
returns bytea
language sql stable parallel safe
-- 'financing-platform/audit/1'
return '\x66696e616e63696e672d706c6174666f726d2f61756469742f31'::bytea
    || audit.field(int8send(p_chain::bigint))
    || audit.field(int8send(p_seq))
    || audit.field(uuid_send(p_event_id))
    || audit.field(int8send((extract(epoch from p_at) * 1000000)::bigint))
    || audit.text_field(p_role)
    || audit.text_field(p_actor)
    || audit.text_field(p_subject)
    || audit.text_field(p_purpose)
    || audit.text_field(p_action)
    || audit.text_field(p_outcome)
    || audit.text_field(p_reason)
    || audit.field(uuid_send(p_consent_id))
    || audit.text_field(p_request_id)
    || audit.field(p_payload_sha256);
