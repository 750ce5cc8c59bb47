select layout::text from credit.item_layout where code = @code
