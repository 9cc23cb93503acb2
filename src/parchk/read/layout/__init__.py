"""What readers of several forms share: rows and cells of tables, numbers and bullets, runs of one font."""
