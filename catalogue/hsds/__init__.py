"""The catalogue for machines: Open Referral HSDS 3.1, read only. docs/reference/hsds.md tells what stands where."""
