-- The newest text that was shown for it is the one that may be signed.
update identity.pushed_request set pending_id = $2 where reference_sha256 = $1 and used_at is null
