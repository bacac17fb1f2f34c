"""A plan.yaml proposed from a published text."""
