# The minutes report a statement in the words of the note.
DELETE { statement:s3 kg:passage ?old } INSERT { statement:s3 kg:passage <note.txt#char=41,57> } WHERE { statement:s3 kg:passage ?old }
