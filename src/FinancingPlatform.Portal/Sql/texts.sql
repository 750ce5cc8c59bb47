-- Every version of every text, newest first for each purpose.
select t.version, t.purpose, t.valid_from, encode(t.sha256, 'hex'), t.body_zh, t.body_en
from consent.text_template t
order by t.purpose, t.valid_from desc, t.version desc
