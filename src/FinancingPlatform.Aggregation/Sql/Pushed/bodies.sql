select body from credit.delivery_chunk where delivery_id = @id order by n
