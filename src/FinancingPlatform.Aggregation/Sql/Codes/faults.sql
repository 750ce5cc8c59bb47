select f.department, f.line, f.code, f.name, f.fault from credit.faulty_codes($1, $2, $3) f
