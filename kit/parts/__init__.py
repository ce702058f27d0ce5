"""What lies in the offline kit beside the wheels."""
