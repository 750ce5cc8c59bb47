-- Scores, and the only windows through which records are read for them.

-- A full score belongs to the authorisation that it was computed under: two banks' authorisations may cover different items.
create table scoring.score (
    id bigint generated always as identity primary key,
    enterprise_id bigint not null references registry.enterprise (id),
    kind text collate "C" not null check (kind in ('public', 'full')),
    authorisation_id uuid references consent.authorisation (id),
    -- The items that are not public and went into it; a look that does not name them all gets the public score.
    items text[] collate "C" not null,
    pack text collate "C" not null,
    pack_version text collate "C" not null,
    pack_sha256 text collate "C" not null,
    as_of date not null,
    known_at timestamptz not null,
    computed_at timestamptz not null,
    margin double precision not null,
    points int not null,
    grade text collate "C" not null,
    demonstration boolean not null,
    input_sha256 bytea not null check (octet_length(input_sha256) = 32),
    -- What went in, for replay. A lawful removal erases it and leaves date and rule (rule B1).
    inputs jsonb,
    reasons jsonb,
    withheld_on date,
    withheld_rule text,
    unique nulls not distinct (enterprise_id, kind, authorisation_id),
    check ((kind = 'full') = (authorisation_id is not null)),
    check ((inputs is null) = (withheld_on is not null) and (inputs is null) = (withheld_rule is not null))
);

create index score_authorisation on scoring.score (authorisation_id) where authorisation_id is not null;

-- A run copies its rows here and takes them over in one statement. Unlogged: after a crash the run is made again.
create unlogged table scoring.score_stage (
    run uuid not null,
    enterprise_id bigint not null,
    authorisation_id uuid,
    margin double precision not null,
    points int not null,
    grade text not null,
    input_sha256 bytea not null,
    inputs jsonb not null,
    reasons jsonb not null
);
create index score_stage_run on scoring.score_stage (run);

-- Enterprises whose authorisations changed and wait for their full score. Small and short-lived.
create table scoring.pending (
    enterprise_id bigint primary key,
    since timestamptz not null default clock_timestamp()
);

-- A correction is the next version of a fact; the few rows above version 1 are found without reading the rest.
create index credit_record_corrections on credit.credit_record (enterprise_id, item, natural_key, version, known_at) where version > 1;
