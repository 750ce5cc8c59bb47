select o.enterprise_id, o.bank_uscc, o.disbursed_on, o.is_bad
from lending.loan_outcomes() o
