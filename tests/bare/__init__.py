"""A minimal Debian 12, made from nothing, in which a newcomer types the commands of the README."""
