"""The project's own tools: catalogues of texts, benches."""
