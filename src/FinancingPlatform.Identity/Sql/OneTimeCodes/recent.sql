-- What was sent lately to this number ($1) and from this address ($2), since $3, and how many codes wrong entries killed ($4 tries).
select
    (select count(*) from identity.one_time_code as c where c.phone_hash = $1 and c.created_at > $3) as to_phone,
    (select max(c.created_at) from identity.one_time_code as c where c.phone_hash = $1 and c.created_at > $3) as last_to_phone,
    (select count(*) from identity.one_time_code as c where c.phone_hash = $1 and c.created_at > $3 and c.tries >= $4) as killed,
    (select min(c.created_at) from identity.one_time_code as c where c.phone_hash = $1 and c.created_at > $3) as first_to_phone,
    (select count(*) from identity.one_time_code as c where c.address_hash = $2 and c.created_at > $3) as from_address,
    (select min(c.created_at) from identity.one_time_code as c where c.address_hash = $2 and c.created_at > $3) as first_from_address
