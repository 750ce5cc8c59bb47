insert into scoring.pack_version (sha256, kind, name, version, demonstration, features, state)
values (@sha256, @kind, @name, @version, @demonstration, @features,
    case when @first and not exists (select from scoring.pack_version p where p.kind = @kind and p.state = 'champion') then 'champion' else 'candidate' end)
on conflict do nothing
