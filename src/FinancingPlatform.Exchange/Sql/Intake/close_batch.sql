-- $1 batch, $2 receipt.
select exchange.close_batch($1, $2)
