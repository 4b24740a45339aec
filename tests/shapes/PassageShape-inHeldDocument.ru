# A passage quotes a document that nobody has.
INSERT DATA {
    <letter.txt#char=0,4> a kg:Passage ; rdfs:label "the letter's beginning"@en ;
        kg:inDocument doc:letter ; kg:start 0 ; kg:end 4 ; kg:quote "Dear"
}
