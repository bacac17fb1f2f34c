"""Results for programs: JSON, CSV, GitHub, SARIF."""
