/** Something a gate objects to: which rule, where, and what to do about it. */
export type Finding = { rule: string; file: string; line?: number; message: string };
