import { PNG } from "pngjs";

export const smallPicture = PNG.sync.write(new PNG({ width: 3, height: 4 }));
export const dayAhead = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);
export const newStore = () => ({
  name: `store ${Math.random()}`,
  category: "food",
  district: "성수",
  startsOn: dayAhead(1),
  endsOn: dayAhead(2),
});
/** A browser that is nobody's yet. */
export const pushDevice = () => ({
  endpoint: `http://127.0.0.1:9/${Math.random()}`,
  keys: { p256dh: "B".repeat(87), auth: "A".repeat(22) },
});
