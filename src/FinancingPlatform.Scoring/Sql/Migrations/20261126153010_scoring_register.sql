-- The register of packs (模型登记): which version computes what, who changed that and when, and which bank keeps to which version (rule C4).

create table scoring.pack_version
(
    sha256         text        not null collate "C" primary key check (length(sha256) = 64),
    kind           text        not null collate "C" check (kind in ('public', 'full')),
    name           text        not null collate "C",
    version        text        not null collate "C",
    demonstration  boolean     not null,
    features       text[]      not null collate "C",
    registered_at  timestamptz not null default clock_timestamp(),
    state          text        not null collate "C" default 'candidate' check (state in ('candidate', 'challenger', 'champion', 'retired')),
    state_since    timestamptz not null default clock_timestamp(),
    -- A change of state takes two people: one proposes, another one confirms.
    proposed_state text        collate "C" check (proposed_state in ('challenger', 'champion', 'retired')),
    proposed_by    uuid,
    proposed_at    timestamptz,
    constraint pack_version_proposal check ((proposed_state is null) = (proposed_by is null) and (proposed_state is null) = (proposed_at is null))
);

-- One champion for each kind of score; at any moment a score has one author.
create unique index pack_version_champion on scoring.pack_version (kind) where state = 'champion';

create table scoring.pack_state_change
(
    id           bigint      generated always as identity primary key,
    sha256       text        not null collate "C" references scoring.pack_version (sha256),
    from_state   text        not null collate "C",
    to_state     text        not null collate "C",
    proposed_by  uuid        not null,
    confirmed_by uuid        not null,
    at           timestamptz not null default clock_timestamp(),
    constraint pack_state_change_four_eyes check (proposed_by <> confirmed_by)
);

-- A bank keeps to a version until it accepts another. No row: the champion of the day it came.
create table scoring.bank_pin
(
    bank_uscc text        not null collate "C" check (length(bank_uscc) = 18),
    kind      text        not null collate "C" check (kind in ('public', 'full')),
    sha256    text        not null collate "C" references scoring.pack_version (sha256),
    pinned_at timestamptz not null default clock_timestamp(),
    pinned_by text        not null collate "C",
    primary key (bank_uscc, kind)
);

-- Scores of packs that are not the champion: challengers, and versions that a bank keeps to. Ids come from one sequence, so that an id means one score.
create table scoring.parallel_score
(
    id               bigint           not null primary key default nextval('scoring.score_id_seq'::regclass),
    enterprise_id    bigint           not null references registry.enterprise (id),
    kind             text             not null collate "C" check (kind in ('public', 'full')),
    authorisation_id uuid             references consent.authorisation (id),
    items            text[]           not null collate "C",
    pack             text             not null collate "C",
    pack_version     text             not null collate "C",
    pack_sha256      text             not null collate "C" references scoring.pack_version (sha256),
    as_of            date             not null,
    computed_at      timestamptz      not null,
    margin           double precision not null,
    points           int              not null,
    grade            text             not null collate "C",
    demonstration    boolean          not null,
    input_sha256     bytea            not null check (octet_length(input_sha256) = 32),
    inputs           jsonb            not null,
    reasons          jsonb            not null,
    constraint parallel_score_one unique nulls not distinct (pack_sha256, enterprise_id, authorisation_id),
    check ((kind = 'full') = (authorisation_id is not null))
);

create index parallel_score_enterprise on scoring.parallel_score (enterprise_id);
create index parallel_score_authorisation on scoring.parallel_score (authorisation_id) where authorisation_id is not null;

-- A run copies its rows here and takes them over in one statement. Unlogged: after a crash the run is made again.
create unlogged table scoring.parallel_stage
(
    run              uuid             not null,
    enterprise_id    bigint           not null,
    authorisation_id uuid,
    margin           double precision not null,
    points           int              not null,
    grade            text             not null,
    input_sha256     bytea            not null,
    inputs           jsonb            not null,
    reasons          jsonb            not null
);

create index parallel_stage_run on scoring.parallel_stage (run);

-- Every score, whichever pack made it.
create view scoring.every_score with (security_barrier) as
select s.id, s.enterprise_id, s.kind, s.authorisation_id, s.items, s.pack, s.pack_version, s.pack_sha256, s.as_of, s.computed_at, s.margin, s.points, s.grade,
    s.demonstration, s.input_sha256, s.inputs, s.reasons
from scoring.score s
union all
select p.id, p.enterprise_id, p.kind, p.authorisation_id, p.items, p.pack, p.pack_version, p.pack_sha256, p.as_of, p.computed_at, p.margin, p.points, p.grade,
    p.demonstration, p.input_sha256, p.inputs, p.reasons
from scoring.parallel_score p;

-- What a bank was shown, for back-tests and overrides. Figures of a full score stay only under a training leg, because measuring a model by outcomes
-- is no part of a look (trap 30); the row itself stays as a count.
create table scoring.pulled_score
(
    ticket           uuid             not null primary key,
    at               timestamptz      not null default clock_timestamp(),
    enterprise_id    bigint           not null references registry.enterprise (id),
    bank_uscc        text             not null collate "C",
    authorisation_id uuid             references consent.authorisation (id),
    kind             text             not null collate "C",
    pack_sha256      text             not null collate "C",
    margin           double precision,
    points           int,
    constraint pulled_score_figures check ((margin is null) = (points is null))
);

create index pulled_score_enterprise on scoring.pulled_score (enterprise_id, at desc);
create index pulled_score_authorisation on scoring.pulled_score (authorisation_id) where authorisation_id is not null;
create index pulled_score_pack on scoring.pulled_score (pack_sha256, at) where points is not null;

-- A bank decided otherwise than the score suggests. The override is the bank's own; nobody at the platform can edit a score (rule A11).
create table scoring.score_override
(
    id          uuid        not null primary key,
    ticket      uuid        not null unique references scoring.pulled_score (ticket),
    bank_uscc   text        not null collate "C",
    direction   text        not null collate "C" check (direction in ('up', 'down')),
    reason      text        not null collate "C" check (reason in ('policy', 'collateral', 'guarantee', 'new-information', 'data-disputed', 'visit', 'model-doubt', 'other')),
    pack_sha256 text        not null collate "C",
    at          timestamptz not null default clock_timestamp(),
    posted_by   text        not null collate "C"
);

create index score_override_pack on scoring.score_override (pack_sha256, at);

-- Figures about packs, never about an enterprise.
create table scoring.monitor_baseline
(
    pack_sha256 text      not null collate "C" references scoring.pack_version (sha256),
    measure     text      not null collate "C",
    as_of       date      not null,
    edges       float8[]  not null,
    shares      float8[]  not null,
    rows        bigint    not null,
    primary key (pack_sha256, measure)
);

create table scoring.monitor_figure
(
    pack_sha256 text     not null collate "C" references scoring.pack_version (sha256),
    as_of       date     not null,
    measure     text     not null collate "C",
    figure      text     not null collate "C" check (figure in ('psi', 'auc', 'calibration')),
    value       float8,
    rows        bigint   not null,
    bad         bigint,
    level       text     not null collate "C" check (level in ('ok', 'watch', 'alarm', 'too-few')),
    primary key (pack_sha256, as_of, measure, figure)
);

create index monitor_figure_level on scoring.monitor_figure (as_of, level) where level in ('watch', 'alarm');

-- A revocation or a pause erases parallel scores in its own transaction, and a revocation the figures kept for back-tests (rule A2, trap 2).
create function scoring.parallel_authorisation_changed() returns trigger
    language plpgsql
    security definer
    set search_path = pg_catalog, pg_temp
as
$$
begin
    if new.revoked_at is not null or new.paused_at is not null then
        delete from scoring.parallel_score p where p.authorisation_id = new.id;
    end if;
    if new.revoked_at is not null then
        update scoring.pulled_score p set margin = null, points = null where p.authorisation_id = new.id and p.points is not null;
    end if;
    return null;
end
$$;

create trigger parallel_authorisation_changed
    after update of revoked_at, paused_at on consent.authorisation
    for each row execute function scoring.parallel_authorisation_changed();

-- A lawful removal takes parallel scores of the enterprise away; the next run computes them without the record (rule B1).
create function scoring.parallel_record_removed() returns trigger
    language plpgsql
    security definer
    set search_path = pg_catalog, pg_temp
as
$$
begin
    delete from scoring.parallel_score p where p.enterprise_id = new.enterprise_id;
    return null;
end
$$;

create trigger parallel_record_removed
    after update of removed_at on credit.credit_record
    for each row when (old.removed_at is null and new.removed_at is not null)
    execute function scoring.parallel_record_removed();

alter table scoring.parallel_score enable row level security;
create policy worker_all on scoring.parallel_score to ${worker} using (true) with check (true);
create policy gate_all on scoring.parallel_score to ${gate} using (true) with check (true);

grant create on schema scoring to ${gate};
alter view scoring.every_score owner to ${gate};
revoke create on schema scoring from ${gate};

grant select, insert, update on scoring.pack_version to ${gate};
grant select, insert on scoring.pack_state_change to ${gate};
grant select, insert, update on scoring.bank_pin to ${gate};
grant select, delete on scoring.parallel_score to ${gate};
grant select, insert, update on scoring.pulled_score to ${gate};
grant select, insert on scoring.score_override to ${gate};
grant select on scoring.monitor_figure to ${gate};
grant select, insert on scoring.pack_version to ${worker};
grant select on scoring.bank_pin, scoring.score_override to ${worker};
grant select, insert, update, delete on scoring.parallel_score to ${worker};
grant usage on sequence scoring.score_id_seq to ${worker};
grant select, insert, delete on scoring.parallel_stage to ${worker};
grant select (ticket, at, enterprise_id, bank_uscc, kind, pack_sha256, margin, points) on scoring.pulled_score to ${worker};
grant select, insert on scoring.monitor_baseline to ${worker};
grant select, insert, update on scoring.monitor_figure to ${worker};

call platform.give('scoring.parallel_authorisation_changed()', '${gate}');
call platform.give('scoring.parallel_record_removed()', '${gate}');
revoke all on function scoring.parallel_authorisation_changed(), scoring.parallel_record_removed() from public;
