# A judgement is of nothing.
INSERT DATA {
    judgement:idle a kg:Judgement ; rdfs:label "idle"@en ;
        kg:verdict verdict:open ; kg:reason "None."@en ; kg:judge "the editors" ;
        kg:date "2026"^^edtf:EDTF ; kg:earliest "2026-01-01"^^xsd:date ; kg:latest "2026-12-31"^^xsd:date
}
