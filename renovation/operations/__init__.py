"""An operator's tasks: backups, restoring them, a check of the installation, messages to a webhook, pages as PDF."""
