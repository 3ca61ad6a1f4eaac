"""What leaves the register: the practice file, whole, and its tables for people."""
