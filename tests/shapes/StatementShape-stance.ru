# Endorsed and rejected at once.
INSERT DATA { statement:s1-1 kg:stance stance:rejects }
