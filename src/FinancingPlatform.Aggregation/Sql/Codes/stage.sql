create temporary table correction_stage (
    department text not null,
    code text collate "C" not null,
    subject bytea not null,
    flag smallint not null,
    corrected_code text collate "C" not null
) on commit drop
