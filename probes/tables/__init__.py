"""What is known before anything is asked: the tables shipped, or refreshed since."""
