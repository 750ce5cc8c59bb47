select consent.request_of_bank($1, $2)::text
