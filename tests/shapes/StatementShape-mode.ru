# Direct and indirect at once.
INSERT DATA { statement:s3 kg:mode mode:direct }
