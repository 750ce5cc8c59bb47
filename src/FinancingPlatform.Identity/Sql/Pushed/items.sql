select code from credit.catalogue_item where version = $1
