"""Pages of one contract: its papers, its dates, its points, who does what."""
