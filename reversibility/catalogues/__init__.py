"""Versioned content, French and English side by side: asset kinds and their recovery playbooks."""
