"""HTTP over the published directory, the health check and the trigger."""
