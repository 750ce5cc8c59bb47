select lending.webhook_failed($1, $2, $3, $4)
