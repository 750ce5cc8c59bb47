insert into credit.delivery_call (item, source, channel, batch_id, error, rows)
values (@item, @source, @channel, @batch, @error, @rows)
