-- Texts that were never signed go with the next one, so that the table holds what waits and nothing else.
with expired as
(
    delete from consent.pending_authorisation
    where enterprise_id = (select identity.session_enterprise_id()) and expires_at <= $6
)
insert into consent.pending_authorisation (id, enterprise_id, terms, text_version, text_shown, nonce, created_at, expires_at)
select $1, (select identity.session_enterprise_id()), $2::jsonb, $3, $4, $5, $6, $7
where
(
    select count(*)
    from consent.pending_authorisation
    where enterprise_id = (select identity.session_enterprise_id()) and expires_at > $6
) < $8
