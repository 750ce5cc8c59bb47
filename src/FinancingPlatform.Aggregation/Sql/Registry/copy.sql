copy pg_temp.import_delivered (
    line, code, subject, subject_name, fault, folded_fault, uscc, name, legal_representative, status, status_date, established_on, kind, division, industry,
    registered_capital_yuan, parent_uscc, staff, revenue_yuan, assets_yuan, size
) from stdin (format binary)
