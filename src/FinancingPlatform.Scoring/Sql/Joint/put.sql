-- Only the model's own bank's authorisations, and only while they live.
insert into scoring.joint_input as t (model_id, authorisation_id, enterprise_id, as_of, computed_at, inputs)
select @model, u.authorisation_id, u.enterprise_id, @as_of, clock_timestamp(), u.inputs::jsonb
from unnest(@authorisations, @enterprises, @inputs) as u (authorisation_id, enterprise_id, inputs)
join consent.authorisation a on a.id = u.authorisation_id and a.bank_uscc = @bank
where u.authorisation_id in (select l.authorisation_id from scoring.live_authorisation l)
on conflict (model_id, authorisation_id) do update
set as_of = excluded.as_of, computed_at = excluded.computed_at, inputs = excluded.inputs
