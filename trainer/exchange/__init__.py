"""Files in and out: mappings of plain values in, bytes out. Knows neither the service nor the database."""
