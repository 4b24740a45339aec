# The warrant is a judgement of something else.
DELETE { judgement:flight kg:judges ?old } INSERT { judgement:flight kg:judges proposition:oil } WHERE { judgement:flight kg:judges ?old }
