"""Forms of the pages: what is asked, and the sentence for each thing that can be wrong."""
