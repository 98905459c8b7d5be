/** Of cutting a link at the identity provider: fifteen hours, with the pauses of mails. */
export const unlinkTries = { most: 20, firstPauseSeconds: 30, longestPauseSeconds: 3_600 } as const;
