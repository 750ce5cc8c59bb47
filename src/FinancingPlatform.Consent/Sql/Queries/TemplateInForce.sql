select version, body_zh, body_en, sha256
from consent.text_template
where purpose = $1 and valid_from <= $2
order by valid_from desc, version desc
limit 1
