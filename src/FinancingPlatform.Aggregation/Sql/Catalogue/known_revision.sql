select revision, layout = @layout from credit.item_layout where code = @code
