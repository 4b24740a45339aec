# Someone attends nothing.
DELETE WHERE { attendance:nell kg:attendedEvent ?gone }
