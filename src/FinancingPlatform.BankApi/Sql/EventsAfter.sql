select id, body::text from lending.events_after($1, $2, $3)
