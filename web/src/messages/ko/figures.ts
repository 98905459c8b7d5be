const figures = new Intl.NumberFormat("ko-KR");

export const figure = (count: number) => figures.format(count);
export const people = (count: number) => `${figure(count)}명`;

/** A line counts groups where a store lets people come together. */
export const waiters = (count: number, inGroups: boolean) => `${figure(count)}${inGroups ? "팀" : "명"}`;
