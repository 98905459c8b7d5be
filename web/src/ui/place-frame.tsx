import type { ReactNode } from "react";
import { usePlaceTexts } from "../line/texts.ts";
import { useMessages } from "../messages/use-messages.ts";
import { DemoStrip } from "./demo-strip.tsx";
import { useLettersAhead } from "./fonts.ts";
import { Icon } from "./icon.tsx";
import { LanguageSwitch } from "./language-switch.tsx";
import { Logo } from "./logo.tsx";
import { Link } from "./router.tsx";

interface PlaceFrameContent {
  readonly isLost: boolean;
  /** Whoever leaves the page keeps a rank. */
  readonly isInLine?: boolean;
  /** Everything in one narrow column in the middle of the page, or two columns on a wide one. */
  readonly shape: "one" | "two";
  readonly children: ReactNode;
}

/** The frame around a slot and the place in it: always dark, so that the room feels the same for everybody. */
export function PlaceFrame({ isLost, isInLine = false, shape, children }: PlaceFrameContent) {
  const { problems, reserve, site, stores } = useMessages();
  const { place } = usePlaceTexts();
  const lostWords = [place.lost, place.lostTitle, place.lostWhy, reserve.retrying, reserve.retryingWhy];
  useLettersAhead([...lostWords, problems.unreachable, site.noAnswer, stores.lostWhy].join(""));
  return (
    <div className="room" data-theme="dark">
      <a className="skip" href="#main">
        {site.skip}
      </a>
      <header>
        <DemoStrip />
        <div className="room-top">
          <Link className="icon" to="/" aria-label={isInLine ? place.backFromLine : place.back}>
            <Icon name="close" />
          </Link>
          <Logo />
          <div className="room-tools">
            <p className="net" data-state={isLost ? "lost" : "live"}>
              <span aria-hidden="true" />
              {isLost ? place.lost : place.live}
            </p>
            <LanguageSwitch />
          </div>
        </div>
      </header>
      <main className={`room-main ${shape}`} id="main">
        {children}
      </main>
    </div>
  );
}
