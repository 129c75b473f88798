"""The annex of a license: asked for, followed, downloaded."""
