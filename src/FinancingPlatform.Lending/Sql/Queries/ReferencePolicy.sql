insert into lending.limit_policy
    (id, bank_uscc, version, valid_from, product_cap_yuan, floor_yuan, revenue_share, band_grades, band_factors, invented, set_at, set_by)
values ($1, null, $2, $3, $4, $5, $6, $7, $8, true, clock_timestamp(), 'demonstration')
on conflict do nothing
