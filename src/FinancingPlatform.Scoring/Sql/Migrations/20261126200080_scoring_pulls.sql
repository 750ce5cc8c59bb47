-- A pulled score names the enterprise of its ticket, which the gate wrote itself when it opened the look; asking the registry again for each pull
-- locked the enterprise's row and wrote its page to the log. The authorisation, which names the same enterprise, is still asked.
alter table scoring.pulled_score drop constraint pulled_score_enterprise_id_fkey;
