select e.row_id, e.numerator, e.denominator from indicator.evidence($1, $2, $3) e
