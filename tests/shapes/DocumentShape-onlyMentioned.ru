# A document that is only mentioned has a text.
INSERT DATA {
    doc:letter kg:text "I am well." ; dcterms:title "Letter"@en ;
        kg:sourceHash "1a177dfb7195c0c20b37ff161e279b67f544775ff866b53ba1e92d30db2aa236"
}
