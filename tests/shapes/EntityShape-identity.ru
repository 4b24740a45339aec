# Two spellings are one person by no judgement.
DELETE WHERE { judgement:identity-ida ?property ?value }
