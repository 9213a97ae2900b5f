"""Training and scoring with labeled corpora. Each takes the path of one; the service needs none."""
