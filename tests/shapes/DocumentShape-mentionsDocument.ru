# A person is mentioned as a document.
INSERT DATA { doc:minutes kg:mentionsDocument person:jon }
