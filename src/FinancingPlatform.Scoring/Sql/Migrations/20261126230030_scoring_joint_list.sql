-- A bank's newest joint models are chosen first and their calls counted then, each by its index: before, all calls of all models that a bank ever handed in
-- were counted for a list of 200. With 7,210 models and 547 calls, found by generated requests: 31 ms, and 2.8 s by a plan made while there were none; 2 ms now.
create index joint_model_newest on scoring.joint_model (bank_uscc, submitted_at desc, id);

create or replace function scoring.joint_models_of_bank(p_bank_uscc text)
    returns table (id uuid, contract_no text, version text, kind text, state text, submitted_at timestamptz, items text[], calls bigint, enterprises bigint)
    language sql
    stable
    security definer
    set search_path = pg_catalog, pg_temp
as
$$
select m.id, m.contract_no, m.version, m.kind, m.state, m.submitted_at, m.items, c.calls, c.enterprises
from
(
    select j.id, j.contract_no, j.version, j.kind, j.state, j.submitted_at, j.items
    from scoring.joint_model j
    where j.bank_uscc = p_bank_uscc
    order by j.submitted_at desc, j.id
    limit 200
) m
cross join lateral
(
    select count(*) as calls, count(distinct k.enterprise_id) as enterprises
    from scoring.joint_call k
    where k.model_id = m.id and k.answered_at is not null
) c
order by m.submitted_at desc, m.id
$$;
