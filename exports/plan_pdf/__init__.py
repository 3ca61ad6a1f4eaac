"""The exit plan as a PDF: French or English, archival, tagged, same dossier, same bytes."""
