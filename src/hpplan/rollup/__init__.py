"""Many plans judged at once, on one machine or on a cluster, and what they come to."""
