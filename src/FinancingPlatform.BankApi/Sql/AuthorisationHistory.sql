select consent.authorisation_history($1, $2)::text
