-- Belongs to no enterprise: chain 0. Last in the transaction, because it holds the chain's tip until commit.
select audit.append(0, $1, 'operator:' || identity.session_account_id(), $2, 'operation', $3, 'accepted', null, null, null, $4)
