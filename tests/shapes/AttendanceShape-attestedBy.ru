# No words attest the attendance.
DELETE WHERE { attendance:nell kg:attestedBy ?gone }
