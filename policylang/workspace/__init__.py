"""Many files: where names are found, in which order files are read, what is wrong across them."""
