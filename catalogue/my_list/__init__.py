"""`/muj-seznam/`: services a citizen keeps, compares, prints and carries elsewhere, without an account."""
