"""The document's own words against the rule made of them: read apart, compared where both speak of the same thing."""
