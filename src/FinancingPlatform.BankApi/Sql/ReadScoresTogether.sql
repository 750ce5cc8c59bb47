select kind, points, grade, as_of, pack, pack_version, demonstration, reasons::text, input_sha256, authorisation_id, refusal,
    limit_status, limit_yuan, limit_policy, limit_revenue_as_of, limit_balances_on, limit_valid_until, limit_invented, flags::text, ticket
from lending.read_scores($1, $2)
