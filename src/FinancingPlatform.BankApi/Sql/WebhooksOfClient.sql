select lending.webhooks_of($1)::text
