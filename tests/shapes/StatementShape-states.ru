# A statement states a person.
INSERT DATA { statement:s3 kg:states person:jon }
