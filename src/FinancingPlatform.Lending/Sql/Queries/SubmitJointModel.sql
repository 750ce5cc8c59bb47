select p.code, p.response::text, p.replayed
from lending.submit_joint_model($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15) p
