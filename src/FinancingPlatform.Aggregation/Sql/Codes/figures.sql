select department, folded, codes, wrong, duplicate, old_number, missing from credit.code_figures()
