-- Only for the throw-away city of fp model features: every enterprise has authorised an invented bank to see every item, gone when the command ends.
insert into consent.authorisation
    (id, enterprise_id, uscc, bank_uscc, catalogue_version, items, purpose, leg_look, leg_return, leg_training, valid_from, valid_to, max_uses,
     text_version, text_shown, text_sha256, nonce, credential_id, authenticator_data, client_data_json, signature, public_key_cose, signed_at)
select gen_random_uuid(), e.id, e.uscc, lpad('0', 18, '0'), v.version, v.items, 'pre-credit', true, false, true,
    (now() at time zone 'Asia/Shanghai')::date, (now() at time zone 'Asia/Shanghai')::date + 1, 1, t.version, '', sha256(''),
    sha256(convert_to(e.uscc, 'UTF8')), '', '', '', '', '', now()
from registry.enterprise e
cross join
(
    select i.version, (array_agg(i.code order by i.code))[1:64] as items
    from credit.catalogue_item i
    where i.mode = 'authorised'
    group by i.version
    order by i.version desc
    limit 1
) v
cross join (select version from consent.text_template order by version limit 1) t
where e.in_city;
analyze
