# A fact stands although its judgement rejects it.
DELETE { judgement:flight kg:verdict ?old } INSERT { judgement:flight kg:verdict verdict:rejected } WHERE { judgement:flight kg:verdict ?old }
