select sha256, kind, name, version, demonstration, state, is_pinned, coalesce(is_in_use, false), scored
from scoring.packs_of_bank($1)
