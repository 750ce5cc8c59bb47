-- Answered once: of two answers at once the second changes no row.
update identity.pushed_request set used_at = $2 where reference_sha256 = $1 and used_at is null
