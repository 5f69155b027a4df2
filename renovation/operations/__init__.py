"""What an operator does with the installation: backups, restoring them, and a check of the machine."""
