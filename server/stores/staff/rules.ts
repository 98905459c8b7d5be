/** How many may work at a store, and how many of its invitations may be open at once. */
export const mostStaff = 50;
export const mostInvitations = 20;

/** An invitation is a key to the store: long enough to be passed on, short enough not to lie around. */
export const invitationHours = 72;
