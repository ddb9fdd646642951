"""The probe: what the model's inner layers say about each word."""
