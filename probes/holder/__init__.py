"""Who is the holder: registration data compared with a practice and its provider."""
