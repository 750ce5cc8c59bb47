-- Only a table's owner may analyse it before PostgreSQL 17. A planner without figures would read whole partitions until autovacuum comes by.
create function credit.refresh_statistics() returns void
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
begin
    analyze registry.enterprise;
    analyze credit.credit_record;
end
$$;

grant execute on function credit.refresh_statistics() to ${loader};
