-- What no seal covers yet, per chain.
select t.chain, coalesce(s.seq, 0) + 1, t.seq
from audit.tip t
left join audit.sealed s on s.chain = t.chain
where t.seq > coalesce(s.seq, 0)
order by t.chain
