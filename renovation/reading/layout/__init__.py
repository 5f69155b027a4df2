"""What stands where on an office sheet."""
