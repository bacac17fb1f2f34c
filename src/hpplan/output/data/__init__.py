"""Write results as JSON, CSV, Markdown tables, GitHub annotations and SARIF."""
