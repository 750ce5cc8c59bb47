-- The signed-in enterprise's real-name level; without level 1 nothing can be authorised.
select identity.verification_level((select identity.session_enterprise_id()));

-- Banks, and the items of the newest catalogue version in force, grouped as the catalogue groups them.
select b.uscc, b.name from lending.bank b where b.head_office_uscc is null order by b.name, b.uscc;

select i.version, i.code, i.class, i.name_zh, i.name_en, i.supplier, i.mode
from credit.catalogue_item i
where i.version = (select v.version from credit.catalogue_version v where v.issued_on <= @today order by v.issued_on desc, v.version desc limit 1)
    and i.valid_from <= @today
    and (i.valid_to is null or i.valid_to >= @today)
order by i.class, i.code;

-- Item words of any version, for authorisations given under an older one.
select distinct on (i.code) i.code, i.name_zh, i.name_en from credit.catalogue_item i order by i.code, i.version desc
