# A statement reaches us through a person in a document's place.
INSERT DATA { statement:s3 kg:viaDocument person:jon }
