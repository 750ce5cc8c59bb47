-- The shared-information lists as data (信用信息共享清单). The annexes of both documents could not be read: classes and suppliers are
-- reconstructed and every version says so. An authorisation names one version and covers its items only.
insert into credit.catalogue_version (version, issued_on, note) values
    ('2021', '2021-12-22', '国办发〔2021〕52号附件，重构稿：未见官方附件 / reconstructed, the official annex was not seen'),
    ('2024', '2024-03-28', '国办发〔2024〕15号附件及本市补充清单，重构稿：未见官方附件 / reconstructed with the city''s supplement, the official annex was not seen');

insert into credit.catalogue_item
    (version, code, class, name_zh, name_en, supplier, level, mode, sensitivity, update_frequency, legal_basis, valid_from, valid_to)
select v.version, i.code, i.class, i.name_zh, i.name_en, i.supplier, i.level, i.mode, i.sensitivity, i.update_frequency, v.legal_basis, v.valid_from, null
from (values
    ('registration',        '登记注册', '登记信息',         'Registration',                 '市场监管局',   'national', 'public',     'low',    'daily',     true),
    ('penalty',             '行政管理', '行政处罚',         'Administrative penalties',     '各行政机关',   'city',     'public',     'medium', 'daily',     true),
    ('dishonest-debtor',    '司法',     '失信被执行人',     'Dishonest judgment debtors',   '人民法院',     'national', 'public',     'medium', 'daily',     true),
    ('tax-payment',         '纳税',     '纳税及欠税',       'Tax paid and in arrears',      '税务局',       'province', 'authorised', 'high',   'monthly',   true),
    ('tax-credit-a',        '纳税',     'A级纳税人',        'A-level taxpayers',            '税务局',       'national', 'public',     'low',    'yearly',    true),
    ('social-insurance',    '社会保险', '社会保险缴纳',     'Social insurance paid',        '人力资源和社会保障局', 'city', 'authorised', 'high', 'monthly', true),
    ('housing-fund',        '住房公积金', '公积金缴存',     'Housing fund deposits',        '住房公积金中心', 'city',   'authorised', 'high',   'monthly',   true),
    ('utility-electricity', '水电气',   '用电',             'Electricity used and owed',    '供电公司',     'city',     'authorised', 'medium', 'monthly',   true),
    ('utility-water',       '水电气',   '用水',             'Water used and owed',          '供水企业',     'city',     'authorised', 'medium', 'quarterly', true),
    ('honour',              '荣誉与政策', '荣誉资质',       'Honours and qualifications',   '各主管部门',   'city',     'public',     'low',    'yearly',    true),
    ('invoice-sales',       '纳税',     '销项发票',         'Sales invoices',               '税务局',       'province', 'authorised', 'high',   'monthly',   false),
    ('invoice-purchase',    '纳税',     '进项发票',         'Purchase invoices',            '税务局',       'province', 'authorised', 'high',   'monthly',   false),
    ('loan-disbursed',      '金融',     '贷款发放',         'Loans disbursed',              '银行业金融机构', 'city',   'authorised', 'high',   'daily',     false),
    ('loan-overdue',        '金融',     '贷款逾期',         'Overdue loans',                '银行业金融机构', 'city',   'authorised', 'high',   'daily',     false)
) as i (code, class, name_zh, name_en, supplier, level, mode, sensitivity, update_frequency, in_2021)
join (values
    ('2021', '国办发〔2021〕52号', date '2021-12-22'),
    ('2024', '国办发〔2024〕15号', date '2024-03-28')
) as v (version, legal_basis, valid_from) on v.version = '2024' or i.in_2021;
