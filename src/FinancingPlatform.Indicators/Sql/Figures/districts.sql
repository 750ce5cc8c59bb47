select d.division, d.denominator, d.unknown_status, d.registered, d.verified, d.pulled
from indicator.districts($1) d
