# Two preferred names.
INSERT DATA { place:store skos:prefLabel "the oil store"@en }
