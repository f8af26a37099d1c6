"""What must hold of everything that is stored, as code: `storage.invariants` is the door."""
