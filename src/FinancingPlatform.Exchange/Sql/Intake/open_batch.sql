-- $1 batch, $2 source, $3 seal, $4 messages.
select exchange.open_batch($1, $2, $3, $4)
