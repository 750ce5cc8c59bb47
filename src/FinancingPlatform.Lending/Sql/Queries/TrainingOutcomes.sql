select o.uscc, o.observed_on, o.is_bad
from lending.training_outcomes() o
