"""What the faces at a terminal share: how answers read, how a case is asked for and kept, how faults are told."""
