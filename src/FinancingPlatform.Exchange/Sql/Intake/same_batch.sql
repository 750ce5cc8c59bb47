-- $1 batch, $2 source, $3 seal. False when the id was used for another batch: the paths of this one would be stored under the wrong seal.
select b.source = $2 and b.batch_seal = $3 from exchange.inbox_batch b where b.id = $1
