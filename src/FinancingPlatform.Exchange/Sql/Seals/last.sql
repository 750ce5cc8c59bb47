-- $1 party. The stream of its seals is decided in order, so nobody else adds one meanwhile.
select s.seal_no, s.seal
from exchange.audit_seal s
where s.party = $1
order by s.seal_no desc
limit 1
