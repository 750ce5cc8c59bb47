select consent.look_counts($1, $2, $3)::text, lending.looks_without_decision($1)::text
