"""`/pruvodce/`: at most four plain questions for who does not know what to type. The answers are the address."""
