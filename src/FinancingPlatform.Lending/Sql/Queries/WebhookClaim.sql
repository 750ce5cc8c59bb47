select id, bank_uscc, url, delivered_id, failures from lending.claim_webhooks($1, $2)
