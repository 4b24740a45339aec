# Two statements report one.
INSERT DATA { statement:s3 kg:reportedStatement statement:s1-2 }
