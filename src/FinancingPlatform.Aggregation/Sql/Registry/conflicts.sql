select line, first_line, uscc from import_fates where fate = 'conflict' order by line
