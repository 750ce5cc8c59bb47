update identity.client set disabled_at = null where client_id = $1
