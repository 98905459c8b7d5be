/** A clock that stands until a test moves it. */
export function createHandClock() {
  let time = 0;
  return {
    clock: { now: () => time },
    pass: async (milliseconds: number) => {
      time += milliseconds;
    },
    setClock: (milliseconds: number) => {
      time = milliseconds;
    },
  };
}
