# Two speakers of one statement.
INSERT DATA { statement:s3 kg:speaker person:ida }
