-- How far seals reach in each chain: saves reading every seal. The seals' own signed ranges are the truth, and the verifier reads those.
create table audit.sealed (
    chain smallint primary key check (chain between 0 and 63),
    seq bigint not null check (seq > 0)
);

drop function audit.record_seal(bigint, timestamptz, bigint, bytea, text);

-- Keeps a seal; the number is the next one or nothing, so that two sealers cannot both write it.
create function audit.record_seal(
    p_seal_no bigint, p_sealed_at timestamptz, p_events bigint, p_root bytea, p_jws text, p_chains smallint[], p_seqs bigint[])
returns void
language sql security definer
set search_path = pg_catalog, pg_temp
as $$
    insert into audit.seal (seal_no, sealed_at, events, root, jws) values (p_seal_no, p_sealed_at, p_events, p_root, p_jws);
    insert into audit.sealed as s (chain, seq) select * from unnest(p_chains, p_seqs)
    on conflict (chain) do update set seq = excluded.seq;
$$;

grant select, insert, update on audit.sealed to ${ledger};
grant select on audit.sealed to ${worker}, ${node};
call platform.give('audit.record_seal(bigint, timestamptz, bigint, bytea, text, smallint[], bigint[])', '${ledger}');
grant execute on function audit.record_seal(bigint, timestamptz, bigint, bytea, text, smallint[], bigint[]) to ${worker}, ${node};
