# A mode is no section of a document.
DELETE { <minutes.txt#char=205,220> kg:inSection ?old } INSERT { <minutes.txt#char=205,220> kg:inSection mode:direct } WHERE { <minutes.txt#char=205,220> kg:inSection ?old }
