"""What is promised of inference, compared with what the caller was answered and the provider was asked."""
