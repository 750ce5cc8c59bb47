copy pg_temp.correction_stage (department, code, subject, flag, corrected_code) from stdin (format binary)
