# A statement reports itself, and no document reports it.
DELETE DATA { statement:s1 kg:reportedStatement statement:s1-1 } ;
INSERT DATA { statement:s1-1 kg:reportedStatement statement:s1-1 }
