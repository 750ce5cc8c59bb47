-- What banks are told (事件): by cursor, and by webhooks whose sender is the worker. '*' stands for every bank.
create table lending.bank_event
(
    id         bigint      generated always as identity primary key,
    bank_uscc  text        not null collate "C",
    kind       text        not null collate "C" check (kind in
    (
        'authorisation-granted', 'authorisation-paused', 'authorisation-resumed', 'authorisation-revoked', 'authorisation-expired', 'need-posted', 'alert', 'stop-use'
    )),
    subject_id uuid        not null,
    body       jsonb       not null,
    at         timestamptz not null,
    constraint bank_event_once unique (bank_uscc, kind, subject_id, at)
);
create index bank_event_bank on lending.bank_event (bank_uscc, id);

create table lending.webhook
(
    id              uuid        not null primary key,
    client_id       text        not null collate "C",
    bank_uscc       text        not null collate "C",
    url             text        not null check (length(url) <= 500),
    created_at      timestamptz not null,
    disabled_at     timestamptz,
    -- The last event that the bank has acknowledged by a status of success.
    delivered_id    bigint      not null,
    failures        int         not null default 0,
    next_attempt_at timestamptz not null,
    last_status     int,
    last_error      text,
    delivered_at    timestamptz
);
create index webhook_due on lending.webhook (next_attempt_at) where disabled_at is null;
create index webhook_client on lending.webhook (client_id);

-- Keys that sign webhooks; the worker holds the private ones.
create table lending.webhook_key
(
    kid          text        not null primary key,
    jwk          jsonb       not null,
    published_at timestamptz not null
);

create table lending.watermark
(
    name  text not null primary key,
    until date not null
);

grant select, insert on lending.bank_event to ${gate};
grant select, insert, update on lending.webhook, lending.webhook_key, lending.watermark to ${gate};

-- Events of all banks get their numbers in the order in which they become visible: a reader that has seen number n never misses a smaller one.
-- Call it before audit.append, which holds its own lock until commit.
create function lending.raise_event(p_bank_uscc text, p_kind text, p_subject_id uuid, p_body jsonb) returns void
    language plpgsql
    volatile
    security definer
    set search_path = pg_catalog, pg_temp
as
$$
begin
    perform pg_advisory_xact_lock(hashtextextended('lending.bank_event', 0));
    insert into lending.bank_event (bank_uscc, kind, subject_id, body, at)
    values (coalesce(p_bank_uscc, '*'), p_kind, p_subject_id, p_body, date_trunc('microseconds', clock_timestamp()));
end
$$;

create function lending.tell_authorisation() returns trigger
    language plpgsql
    volatile
    security definer
    set search_path = pg_catalog, pg_temp
as
$$
declare
    v_body jsonb := jsonb_build_object('authorisation_id', new.id, 'uscc', new.uscc, 'purpose', new.purpose, 'valid_to', new.valid_to);
begin
    if tg_op = 'INSERT' then
        perform lending.raise_event(new.bank_uscc, 'authorisation-granted', new.id, v_body);
    elsif new.revoked_at is not null and old.revoked_at is null then
        perform lending.raise_event(new.bank_uscc, 'authorisation-revoked', new.id, v_body);
        perform lending.raise_event(new.bank_uscc, 'stop-use', new.id, v_body || jsonb_build_object('items', new.items, 'why', 'authorisation-revoked'));
    elsif new.paused_at is distinct from old.paused_at then
        perform lending.raise_event(new.bank_uscc, case when new.paused_at is null then 'authorisation-resumed' else 'authorisation-paused' end, new.id, v_body);
    end if;
    return null;
end
$$;

create trigger tell_banks after insert on consent.authorisation for each row execute function lending.tell_authorisation();
-- A look changes uses alone and must not come through here.
create trigger tell_banks_of_change after update of revoked_at, paused_at on consent.authorisation
    for each row when (old.revoked_at is distinct from new.revoked_at or old.paused_at is distinct from new.paused_at)
    execute function lending.tell_authorisation();

create index authorisation_valid_to on consent.authorisation (valid_to);

-- Tells of the authorisations that time ended since the last call; the first call looks back a month.
create function lending.tell_expired(p_limit int) returns int
    language plpgsql
    volatile
    security definer
    set search_path = pg_catalog, pg_temp
as
$$
declare
    v_today date := (clock_timestamp() at time zone 'Asia/Shanghai')::date;
    v_from  date;
    v_day   date;
    v_told  int := 0;
begin
    insert into lending.watermark (name, until) values ('authorisation-expired', v_today - 31) on conflict do nothing;
    -- The lock makes a second worker wait, and it then finds nothing left.
    select w.until into v_from from lending.watermark w where w.name = 'authorisation-expired' for update;
    for v_day in select d::date from generate_series(v_from, v_today - 1, interval '1 day') d loop
        exit when v_told >= p_limit;
        perform lending.raise_event(a.bank_uscc, e.kind, a.id, jsonb_build_object('authorisation_id', a.id, 'uscc', a.uscc, 'purpose', a.purpose, 'valid_to', a.valid_to)
            || case when e.kind = 'stop-use' then jsonb_build_object('items', a.items, 'why', 'authorisation-expired') else '{}' end)
        from consent.authorisation a
        cross join (values ('authorisation-expired'), ('stop-use')) e (kind)
        where a.valid_to = v_day and a.revoked_at is null
            -- A day that is swept again tells nothing twice.
            and not exists (select from lending.bank_event b where b.bank_uscc = a.bank_uscc and b.kind = e.kind and b.subject_id = a.id);
        v_told := v_told + (select count(*) from consent.authorisation a where a.valid_to = v_day and a.revoked_at is null);
        update lending.watermark w set until = v_day + 1 where w.name = 'authorisation-expired';
    end loop;
    return v_told;
end
$$;

-- A bank's events after a number, in order: its own, its legal entity's, and everybody's.
create function lending.events_after(p_bank_uscc text, p_after bigint, p_limit int)
    returns table (id bigint, body jsonb)
    language sql
    stable
    security definer
    set search_path = pg_catalog, pg_temp
as
$$
select e.id, jsonb_build_object('id', e.id, 'kind', e.kind, 'at', lending.instant(e.at)) || e.body
from (select distinct t.uscc from unnest(array[p_bank_uscc, lending.legal_entity(p_bank_uscc), '*']) t (uscc)) b
cross join lateral
(
    select x.id, x.kind, x.at, x.body
    from lending.bank_event x
    where x.bank_uscc = b.uscc and x.id > p_after
    order by x.id
    limit least(p_limit, 1001)
) e
order by e.id
limit least(p_limit, 1001)
$$;

create function lending.put_webhook(c lending.post_context, p_kind text, p_fact jsonb) returns lending.outcome
    language plpgsql
    volatile
as
$$
declare
    v_out lending.outcome;
    v_id  uuid := c.id;
begin
    v_out.enterprise_id := 0;
    perform pg_advisory_xact_lock(hashtextextended('webhook ' || c.client_id, 0));
    if p_kind = 'webhook' then
        if (select count(*) from lending.webhook w where w.client_id = c.client_id and w.disabled_at is null) >= 3 then
            v_out.refusal := 'webhooks-enough';
            return v_out;
        end if;
        insert into lending.webhook (id, client_id, bank_uscc, url, created_at, delivered_id, next_attempt_at)
        values (c.id, c.client_id, c.bank_uscc, p_fact ->> 'url', c.now, coalesce((select max(e.id) from lending.bank_event e), 0), c.now);
    else
        v_id := (p_fact ->> 'webhook_id')::uuid;
        update lending.webhook w set disabled_at = c.now where w.id = v_id and w.client_id = c.client_id and w.disabled_at is null;
        if not found then
            v_out.refusal := 'webhook-unknown';
        end if;
    end if;
    v_out.answer := jsonb_build_object('id', v_id);
    return v_out;
end
$$;

create function lending.webhooks_of(p_client_id text) returns jsonb
    language sql
    stable
    security definer
    set search_path = pg_catalog, pg_temp
as
$$
select jsonb_build_object
(
    'items', coalesce((select jsonb_agg(jsonb_build_object
    (
        'id', w.id, 'url', w.url, 'created_at', lending.instant(w.created_at), 'disabled_at', lending.instant(w.disabled_at), 'delivered_id', w.delivered_id,
        'delivered_at', lending.instant(w.delivered_at), 'failures', w.failures, 'last_status', w.last_status, 'last_error', w.last_error
    ) order by w.created_at desc) from lending.webhook w where w.client_id = p_client_id), '[]'),
    'keys', coalesce((select jsonb_agg(k.jwk order by k.published_at desc) from lending.webhook_key k), '[]')
)
$$;

create function lending.publish_webhook_key(p_kid text, p_jwk jsonb) returns void
    language sql
    volatile
    security definer
    set search_path = pg_catalog, pg_temp
as
$$
insert into lending.webhook_key (kid, jwk, published_at) values (p_kid, p_jwk, clock_timestamp()) on conflict (kid) do nothing
$$;

-- Takes webhooks that have something to tell; a lease that runs out gives them back.
create function lending.claim_webhooks(p_limit int, p_lease interval)
    returns table (id uuid, bank_uscc text, url text, delivered_id bigint, failures int)
    language sql
    volatile
    security definer
    set search_path = pg_catalog, pg_temp
as
$$
with due as
(
    select w.id
    from lending.webhook w
    join identity.client c on c.client_id = w.client_id and c.disabled_at is null
    where w.disabled_at is null and w.next_attempt_at <= clock_timestamp() and exists (select from lending.events_after(w.bank_uscc, w.delivered_id, 1))
    order by w.next_attempt_at
    limit p_limit
    for no key update of w skip locked
)
update lending.webhook w
set next_attempt_at = clock_timestamp() + p_lease
from due
where w.id = due.id
returning w.id, w.bank_uscc, w.url, w.delivered_id, w.failures
$$;

create function lending.webhook_told(p_id uuid, p_upto bigint, p_status int) returns void
    language sql
    volatile
    security definer
    set search_path = pg_catalog, pg_temp
as
$$
update lending.webhook w
set delivered_id = greatest(w.delivered_id, p_upto), delivered_at = clock_timestamp(), failures = 0, last_status = p_status, last_error = null, next_attempt_at = clock_timestamp()
where w.id = p_id
$$;

create function lending.webhook_failed(p_id uuid, p_status int, p_error text, p_pause interval) returns void
    language sql
    volatile
    security definer
    set search_path = pg_catalog, pg_temp
as
$$
update lending.webhook w
set failures = w.failures + 1, last_status = p_status, last_error = left(p_error, 200), next_attempt_at = clock_timestamp() + p_pause
where w.id = p_id
$$;

grant select on identity.client to ${gate};
call platform.give('lending.raise_event(text, text, uuid, jsonb)', '${gate}');
call platform.give('lending.tell_authorisation()', '${gate}');
call platform.give('lending.tell_expired(int)', '${gate}');
call platform.give('lending.events_after(text, bigint, int)', '${gate}');
call platform.give('lending.put_webhook(lending.post_context, text, jsonb)', '${gate}');
call platform.give('lending.webhooks_of(text)', '${gate}');
call platform.give('lending.publish_webhook_key(text, jsonb)', '${gate}');
call platform.give('lending.claim_webhooks(int, interval)', '${gate}');
call platform.give('lending.webhook_told(uuid, bigint, int)', '${gate}');
call platform.give('lending.webhook_failed(uuid, int, text, interval)', '${gate}');
revoke all on all functions in schema lending from public;
grant execute on function lending.events_after(text, bigint, int) to ${bank_api}, ${worker};
grant execute on function lending.webhooks_of(text) to ${bank_api};
grant execute on function
    lending.tell_expired(int), lending.publish_webhook_key(text, jsonb), lending.claim_webhooks(int, interval), lending.webhook_told(uuid, bigint, int),
    lending.webhook_failed(uuid, int, text, interval)
to ${worker};
