# A passage ends where it starts.
DELETE { <minutes.txt#char=205,220> kg:end ?old } INSERT { <minutes.txt#char=205,220> kg:end 205 } WHERE { <minutes.txt#char=205,220> kg:end ?old } ;
DELETE { <minutes.txt#char=205,220> kg:quote ?old } INSERT { <minutes.txt#char=205,220> kg:quote "" } WHERE { <minutes.txt#char=205,220> kg:quote ?old }
