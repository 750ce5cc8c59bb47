select lending.publish_webhook_key($1, $2::jsonb)
