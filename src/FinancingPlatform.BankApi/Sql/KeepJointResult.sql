select scoring.keep_joint_result($1, $2, $3, $4, $5)
