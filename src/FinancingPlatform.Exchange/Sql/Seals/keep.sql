-- $1 party, $2 number, $3 seal, $4 sealed at, $5 now.
insert into exchange.audit_seal (party, seal_no, seal, sealed_at, received_at)
values ($1, $2, $3, $4, $5)
