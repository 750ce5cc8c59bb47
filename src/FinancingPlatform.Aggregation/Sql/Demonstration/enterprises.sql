select id, uscc from registry.enterprise where invented and uscc = any (@codes)
