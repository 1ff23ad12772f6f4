"""What Datasette shows beside the rows: words for tables and columns, facets, and questions ready to be asked."""
