select coded, deleted, kept, unmatched, conflicts from credit.correct_codes($1, $2, $3, $4, $5)
