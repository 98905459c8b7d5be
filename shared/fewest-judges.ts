/**
 * Fewer cannot judge a model. Of 99 people one alone, whose whole list is right or wrong, moves the mean of P@3 by more
 * than 0.01, twice what the gate lets pass. A cell is a group of people already; of fewer than 30 values a bootstrap's
 * interval is too narrow (Hesterberg, 2015).
 */
export const fewestJudges = { purchases: 30, own: 100 } as const;
