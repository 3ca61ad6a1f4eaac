"""The service: importing it imports nothing; each domain is imported by its own name."""

import os

# openpyxl prefers lxml wherever that is installed (python-docx brings it), and lxml expands the
# entities that defusedxml refuses. This is read when openpyxl is first imported.
os.environ["OPENPYXL_LXML"] = "False"
