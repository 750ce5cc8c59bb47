-- A list that a layout is the first to name, such as a city's own supplement.
insert into credit.catalogue_version (version, issued_on, note)
values (@version, (clock_timestamp() at time zone 'Asia/Shanghai')::date, '随信息项布局载入 / loaded with an item''s layout')
on conflict (version) do nothing;

-- Mode and class of an item in a list stand for ever: an authorisation of that list was signed on them. What describes it may be mended.
insert into credit.catalogue_item (
    version, code, class, name_zh, name_en, supplier, level, mode, sensitivity, update_frequency, legal_basis, valid_from, valid_to
)
select v.version, @code, @class, @name_zh, @name_en, @supplier, @level, @mode, @sensitivity, @update_frequency, @legal_basis, v.issued_on, null
from credit.catalogue_version v
where v.version = @version
on conflict (version, code) do update
set name_zh = excluded.name_zh,
    name_en = excluded.name_en,
    supplier = excluded.supplier,
    level = excluded.level,
    sensitivity = excluded.sensitivity,
    update_frequency = excluded.update_frequency,
    legal_basis = excluded.legal_basis
where catalogue_item.mode = excluded.mode and catalogue_item.class = excluded.class;

select mode || ' / ' || class
from credit.catalogue_item
where version = @version and code = @code and (mode <> @mode or class <> @class)
