# A passage runs on beyond the end of the text.
DELETE { <note.txt#char=41,57> kg:end ?old } INSERT { <note.txt#char=41,57> kg:end 99 } WHERE { <note.txt#char=41,57> kg:end ?old } ;
DELETE { <note.txt#char=41,57> kg:quote ?old } INSERT { <note.txt#char=41,57> kg:quote "I saw no keeper.\n" } WHERE { <note.txt#char=41,57> kg:quote ?old }
