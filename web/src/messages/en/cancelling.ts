import type { cancelling as ko } from "../ko/cancelling.ts";

export const cancelling: typeof ko = {
  underWay: "Your reservation is being cancelled.",
  waits:
    "Your reservation is being cancelled. It is sent as soon as you are back online; keep this page open until then.",
};
