-- Only for the throw-away city of fp model demonstration: everything here is invented, and gone when the command ends.
with version as
(
    insert into credit.catalogue_version (version, issued_on, note) values ('throw-away', '2020-01-01', 'invented')
    returning version
),
item as
(
    insert into credit.catalogue_item
        (version, code, class, name_zh, name_en, supplier, level, mode, sensitivity, update_frequency, valid_from)
    select v.version, i.code, 'tax', '发票', 'invoices', 'invented', 'city', 'authorised', 'business', 'daily', '2020-01-01'
    from version v, unnest(array['invoice-sales', 'invoice-purchase']) as i (code)
),
batch as
(
    insert into credit.import_batch (item, source, file_name, file_sha256) values ('invoice-sales', 'invented', 'throw-away', sha256(''))
),
enterprise as
(
    insert into registry.enterprise (uscc, name, in_city, invented, row_sha256)
    select lpad(f.firm, 18, '0'), f.firm, true, true, sha256('')
    from unnest(@firms::text[]) as f (firm)
    returning id, name, uscc
),
authorisation as
(
    insert into consent.authorisation
        (id, enterprise_id, uscc, bank_uscc, catalogue_version, items, purpose, leg_look, leg_return, leg_training, valid_from, valid_to, max_uses,
         text_version, text_shown, text_sha256, nonce, credential_id, authenticator_data, client_data_json, signature, public_key_cose, signed_at)
    select gen_random_uuid(), e.id, e.uscc, lpad('0', 18, '0'), v.version, array['invoice-sales', 'invoice-purchase'], 'pre-credit', true, false, true,
        (now() at time zone 'Asia/Shanghai')::date, (now() at time zone 'Asia/Shanghai')::date + 1, 1, t.version, '', sha256(''),
        sha256(convert_to(e.uscc, 'UTF8')), '', '', '', '', '', now()
    from enterprise e
    cross join version v
    cross join (select version from consent.text_template order by version limit 1) t
)
select name, id
from enterprise
order by id
