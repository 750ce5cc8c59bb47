-- Runs in the department's database: every transaction below the first number has ended, so nothing can appear there any more.
select
    pg_snapshot_xmin(pg_current_snapshot())::text,
    (select system_identifier::text from pg_control_system()) || '/' || current_database(),
    @at::text::xid8 > pg_snapshot_xmax(pg_current_snapshot())
