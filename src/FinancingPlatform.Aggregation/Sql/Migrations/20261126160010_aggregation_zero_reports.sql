-- A day without business is reported by a delivery of no rows (零报送), or silence could not be told from nothing to say.
alter table credit.delivery drop constraint delivery_declared_rows_check;
alter table credit.delivery add constraint delivery_declared_rows_check check (declared_rows >= 0);
