/** Told to the window by whoever hears first that the session may be over; the session then asks the server. */
export const sessionMayHaveEnded = "popline:session-may-have-ended";
