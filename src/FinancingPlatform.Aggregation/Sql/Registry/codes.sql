-- The department's latest delivery stands in place of its earlier one (rule B3).
delete from credit.assigned_code where department = @department;

insert into credit.assigned_code (department, line, batch_id, code, subject, name, fault, folded_fault)
select @department, d.line, @batch, d.code, d.subject, d.subject_name, d.fault, d.folded_fault
from pg_temp.import_delivered d;
