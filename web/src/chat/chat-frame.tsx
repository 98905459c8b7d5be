import type { ReactNode } from "react";
import type { Room } from "../../../shared/chat.ts";
import type { StoreId } from "../../../shared/ids.ts";
import type { StoreCard } from "../../../shared/stores.ts";
import { useMessages } from "../messages/use-messages.ts";
import { Poster } from "../stores/poster.tsx";
import { DemoStrip } from "../ui/demo-strip.tsx";
import { Icon } from "../ui/icon.tsx";
import { LanguageSwitch } from "../ui/language-switch.tsx";
import { shortDay } from "../ui/moments.ts";
import { Link } from "../ui/router.tsx";
import { useChatTexts } from "./texts.ts";

interface FrameContent {
  readonly storeId: string;
  readonly store: StoreCard | null;
  readonly room: Room | null;
  readonly isLost: boolean;
  readonly children: ReactNode;
}

/** The frame around a room, as tall as the window: whose it is, who is here, and the way back to its store. */
export function ChatFrame({ storeId, store, room, isLost, children }: FrameContent) {
  const { site, stores } = useMessages();
  const texts = useChatTexts();
  const dates = store && stores.dates(shortDay(store.startsOn), shortDay(store.endsOn));
  return (
    <div className="chat">
      <a className="skip" href="#main">
        {site.skip}
      </a>
      <header>
        <DemoStrip />
        <div className="chat-top">
          <Link className="icon back" to={`/stores/${storeId}`} aria-label={texts.back}>
            <Icon name="chevron" />
          </Link>
          <Poster store={store ?? { id: storeId as StoreId }} isFirst />
          <div className="chat-title">
            <h1 tabIndex={-1}>{store?.name ?? texts.title}</h1>
            <p className="chat-here">
              <span className="net" data-state={isLost ? "lost" : "live"}>
                <span aria-hidden="true" />
                <span className="hidden">{isLost ? texts.lost : texts.live}</span>
              </span>
              {isLost ? <span aria-hidden="true">{texts.lost}</span> : room !== null && texts.here(room.here)}
            </p>
          </div>
          {room?.mine?.mayModerate === true && (
            <Link className="icon" to={`/host/stores/${storeId}/room`} aria-label={texts.toDesk}>
              <Icon name="shield" />
            </Link>
          )}
          <LanguageSwitch />
        </div>
      </header>
      <main className="chat-main" id="main">
        <aside className="chat-store">
          <Poster store={store ?? { id: storeId as StoreId }} hasName isFirst />
          {store !== null && (
            <>
              <p className="meta">{`${stores.categories[store.category]} · ${stores.by(store.hostName)}`}</p>
              <p className="chat-store-name" aria-hidden="true">
                {store.name}
              </p>
              <p className="sub small">{[stores.district(store.district), dates].join(" · ")}</p>
              <Link className="button line" to={`/stores/${storeId}`}>
                {texts.back}
              </Link>
            </>
          )}
        </aside>
        <section className="chat-talk" aria-label={texts.title}>
          {children}
        </section>
      </main>
    </div>
  );
}
