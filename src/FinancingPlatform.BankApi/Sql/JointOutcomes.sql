select margin, is_bad
from lending.joint_outcomes($1, $2)
