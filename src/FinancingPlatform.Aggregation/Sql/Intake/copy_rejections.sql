copy credit.rejection (batch_id, line, field, rule, value, how_to_mend, cells) from stdin (format binary)
