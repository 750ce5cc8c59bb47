select signature = $2 from consent.node_authorisation where id = $1
