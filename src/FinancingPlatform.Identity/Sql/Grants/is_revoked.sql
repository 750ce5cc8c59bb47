select exists (select from identity.revoked_token r where r.token_id = $1)
