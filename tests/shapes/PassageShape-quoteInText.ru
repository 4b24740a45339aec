# A quote is a little better than the text.
DELETE { <minutes.txt#char=205,220> kg:quote ?old } INSERT { <minutes.txt#char=205,220> kg:quote "Vale denies it." } WHERE { <minutes.txt#char=205,220> kg:quote ?old }
