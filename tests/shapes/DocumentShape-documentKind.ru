# A mode is no kind of document.
INSERT DATA { doc:letter kg:documentKind mode:direct }
