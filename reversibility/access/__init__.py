"""Who can get in: grants on assets, their roles, second factors and recovery addresses."""
