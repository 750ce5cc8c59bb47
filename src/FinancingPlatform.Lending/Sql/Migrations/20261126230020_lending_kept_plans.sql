-- Plans of posts and reads that come together are kept, as those of looks are: a plan for these very arrays costs more than what it saves. Planning was a
-- third of a small group's processor time, once the tables had been analyzed.
alter function lending.post_together(text[], text[], text[], bytea[], uuid[], uuid[], text[], jsonb[], text[], bytea[], timestamptz[])
    set plan_cache_mode = 'force_generic_plan';
alter function lending.read_scores(uuid[], text[]) set plan_cache_mode = 'force_generic_plan';
