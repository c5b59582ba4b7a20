"""Ways in which leads go cold, as bits: those that a world without them switches off."""

REACH = 1  # the longer the first call takes, the fewer are reached
INTENT = 2  # the later the first contact, the fewer accept
SHELF_BEFORE_CONTACT = 4
SHELF_IN_PIPELINE = 8
NURTURE = 16  # interest fades, and a lead's own shelf life
COMPETITOR = 32
CONTACT_LEFT = 64
