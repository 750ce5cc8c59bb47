copy scoring.parallel_stage (run, enterprise_id, authorisation_id, margin, points, grade, input_sha256, inputs, reasons) from stdin (format binary)
