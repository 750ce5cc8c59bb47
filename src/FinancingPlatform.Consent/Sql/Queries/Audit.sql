-- Last in the transaction: it holds the tip of the enterprise's chain until commit.
select audit.append
(
    (select identity.session_enterprise_id()), $1, 'enterprise:' || $2, $2, $3, $4, 'accepted', null, $5, null, $6
)
