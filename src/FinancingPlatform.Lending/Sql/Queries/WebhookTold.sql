select lending.webhook_told($1, $2, $3)
