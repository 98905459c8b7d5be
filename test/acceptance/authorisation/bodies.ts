import { PNG } from "pngjs";
import { dayIn } from "../../services/days.ts";

export const smallPicture = PNG.sync.write(new PNG({ width: 3, height: 4 }));
export const newStore = () => ({
  name: `store ${Math.random()}`,
  category: "food",
  district: "성수",
  startsOn: dayIn(1),
  endsOn: dayIn(2),
});
/** A browser that is nobody's yet. */
export const pushDevice = () => ({
  endpoint: `http://127.0.0.1:9/${Math.random()}`,
  keys: { p256dh: "B".repeat(87), auth: "A".repeat(22) },
});
