update identity.authorization_grant
set redeemed_at = $2, refresh_sha256 = $3
where id = $1 and redeemed_at is null
