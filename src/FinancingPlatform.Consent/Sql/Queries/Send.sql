-- In the business transaction: a fact and its message stand or fall together.
select exchange.enqueue($1, $2, $3, $4, $5)
