insert into lending.bank (uscc, name) values (@uscc, @name) on conflict do nothing
