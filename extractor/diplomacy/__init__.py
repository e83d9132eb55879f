"""What the built-in task knows of the world: states, offices, people, dates, ontology codes, and rules to read by."""
