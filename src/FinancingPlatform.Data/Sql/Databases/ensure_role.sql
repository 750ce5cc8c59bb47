-- Makes one role or brings it up to date. Two statements: the settings carry the values into a block, which takes no parameters.
select set_config('platform.role_name', @name, true), set_config('platform.role_password', @password, true);

do $$
declare
    v_name text := current_setting('platform.role_name');
    v_password text := current_setting('platform.role_password');
    v_login text := case when v_password = '' then 'nologin password null' else format('login password %L', v_password) end;
begin
    -- Two programs may start at once (tests do): one makes the role, the other finds it.
    perform pg_advisory_xact_lock(hashtext('platform.roles'));
    if not exists (select from pg_roles where rolname = v_name) then
        execute format('create role %I', v_name);
    end if;
    execute format('alter role %I nosuperuser nocreatedb nocreaterole noreplication nobypassrls %s', v_name, v_login);
end
$$;
