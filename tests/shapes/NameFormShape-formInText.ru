# The text has no hyphen.
DELETE { name:port-merrow kg:form ?old } INSERT { name:port-merrow kg:form "Port-Merrow" } WHERE { name:port-merrow kg:form ?old }
