"""What lasts: tables, sealed columns, repositories, the unit of work, the FSM's storage and migrations."""
