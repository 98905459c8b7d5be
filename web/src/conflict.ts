/** Whether somebody else has changed it since it was seen. */
export const isConflict = ({ problem }: { readonly problem: string }): boolean => problem === "stale-revision";
