-- The first texts. Elements: who authorises and who receives (PIPL 17, 23), purpose and no other use (征信业管理条例 18, 20), items and sources,
-- how often and how long (PIPL 17, 19), withdrawal and complaint (PIPL 15, 17), the warning of a standard form (征信业管理条例 19).
-- Contacts of the demonstration are invented and say so. {…} is filled by AuthorisationText; a text with an unknown name in braces is refused there.
with clause (purpose, purpose_zh, purpose_en, period_zh, period_en) as
(
    values
        ('pre-credit',
         '贷前参考：银行为判断是否可以预先给出授信额度，查询并参考本企业的信用信息和评分。',
         'Pre-credit reference: the bank looks at the enterprise''s credit information and score to judge whether it can offer a limit beforehand.',
         '预授信的授权最长 90 天。',
         'An authorisation for pre-credit lasts at most 90 days.'),
        ('loan-application',
         '贷款申请：银行为审查本企业提出的贷款申请，查询并参考本企业的信用信息和评分。',
         'Loan application: the bank looks at the enterprise''s credit information and score to examine the loan for which the enterprise applies.',
         '贷款申请的授权最长 90 天。',
         'An authorisation for a loan application lasts at most 90 days.'),
        ('post-loan',
         '贷后管理：银行在贷款存续期间，查询并参考本企业的信用信息和评分，用于贷后管理。',
         'Post-loan management: while a loan runs, the bank looks at the enterprise''s credit information and score in order to manage that loan.',
         '贷后管理的授权最长一年，到期须重新确认；贷款结清后不得再查询。',
         'An authorisation for post-loan management lasts at most one year and must then be confirmed again; after settlement no further look is allowed.')
),
body as
(
    select
        purpose,
        replace(replace(
$zh$信用信息查询授权书

请仔细阅读。本文本为格式文本；涉及贵企业重大权利的内容为第三、四、五、七条，请特别留意。不同意的，可以不授权，平台不因此拒绝提供不依赖这些信息的服务。

一、授权人
企业名称：{enterprise_name}
统一社会信用代码：{enterprise_uscc}
法定代表人：{legal_representative}

二、被授权人
银行：{bank_name}
统一社会信用代码：{bank_uscc}
信息提供方：泰安市融资信用服务平台（演示环境，数据均为虚构）

三、目的
[[purpose]]
不得用于其他目的，不得转给第三方。平台评分仅供参考，是否放款由银行独立决定。

四、信息范围（目录版本 {catalogue_version}）
{items_zh}
未列出的非公开信息，以及更新版本目录中新增的信息，不在授权范围内。

五、授权事项（每一项单独勾选，默认均不勾选）
1. 查询：平台向银行提供上列信息和据此计算的评分。〔{look_zh}〕
2. 回传：银行把授信、放款、还款等结果回传平台，并由平台报送省级节点和国家平台，直至相关贷款结清。〔{return_zh}〕
3. 训练：平台把上列信息用于训练和检验评分模型。〔{training_zh}〕

六、期限和次数
自 {valid_from} 起至 {valid_to} 止，最多查询 {max_uses} 次。[[period]]到期或次数用完即自动失效。

七、撤回和投诉
贵企业可随时在平台“授权管理”页面撤回，撤回与授权一样简便，撤回后立即停止查询；撤回不影响撤回前已经进行的处理，也不改变贵企业与银行已签合同的约定。
每一次查询（包括被拒绝的查询）都在“查询记录”页面即时可见。
个人信息保护负责人（演示）：dpo@financing-platform.example，电话 0538-0000000。对处理有异议的，可向该负责人投诉，也可向监管部门投诉。

八、签署
贵企业以通行密钥对本文本的数字摘要签名。私钥不离开贵企业的设备，平台不能代签。
$zh$, '[[purpose]]', purpose_zh), '[[period]]', period_zh) as body_zh,
        replace(replace(
$en$Authorisation to look at credit information

Please read with care. This is a standard text; sections 3, 4, 5 and 7 touch the enterprise's rights most. You may decline: services that do not need this information are not refused for that reason.

1. Who authorises
Enterprise: {enterprise_name}
Unified social credit code: {enterprise_uscc}
Legal representative: {legal_representative}

2. Who receives
Bank: {bank_name}
Unified social credit code: {bank_uscc}
Supplied by: the financing credit service platform of Tai'an (demonstration, all data invented)

3. Purpose
[[purpose]]
No other use, and no passing on to third parties. The platform's score is for reference; the bank decides independently.

4. Items (catalogue version {catalogue_version})
{items_en}
Non-public items that are not listed, and items that a newer catalogue adds, are not covered.

5. What is allowed (each ticked on its own, none ticked beforehand)
1. Look: the platform gives the bank the items above and the score computed from them. [{look_en}]
2. Return: the bank returns lines, loans and repayments to the platform, which reports them to the provincial node and the national platform, until the loans concerned are settled. [{return_en}]
3. Training: the platform uses the items above to train and test scoring models. [{training_en}]

6. Period and number of uses
From {valid_from} to {valid_to}, at most {max_uses} looks. [[period]] It ends by itself on that day or with the last look.

7. Withdrawal and complaint
The enterprise may withdraw at any time on the page "Authorisations", as easily as it was given; looks stop at once. What was done before stays lawful, and contracts already signed with the bank stay as they are.
Every look, also a refused one, is visible at once on the page "Access list".
Data protection officer (demonstration): dpo@financing-platform.example, telephone 0538-0000000. Complaints go to that officer or to the supervising authority.

8. Signature
The enterprise signs the digest of this text with a passkey. The private key never leaves the enterprise's device; the platform cannot sign in its place.
$en$, '[[purpose]]', purpose_en), '[[period]]', period_en) as body_en
    from clause
)
insert into consent.text_template (version, purpose, body_zh, body_en, sha256, valid_from)
select '2026-11/' || purpose, purpose, body_zh, body_en, sha256(convert_to(body_zh || E'\x1f' || body_en, 'UTF8')), date '2026-11-01'
from body;
