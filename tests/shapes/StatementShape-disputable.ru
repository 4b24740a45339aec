# Neither true nor false.
DELETE { statement:s4 kg:disputable ?old } INSERT { statement:s4 kg:disputable "perhaps" } WHERE { statement:s4 kg:disputable ?old }
