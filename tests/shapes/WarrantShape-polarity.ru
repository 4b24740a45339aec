# A denial is warranted as a fact.
INSERT DATA { proposition:did-not-flee kg:warrantedBy judgement:flight . judgement:flight kg:judges proposition:did-not-flee }
