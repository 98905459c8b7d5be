import { useSession } from "../accounts/session.tsx";
import { SignIn } from "../accounts/sign-in.tsx";
import { useMessages } from "../messages/use-messages.ts";
import { StorePlaces } from "../stores/staff/store-places.tsx";
import { Absent } from "../ui/absent.tsx";
import { useDocumentTitle, useHeadingFocus } from "../ui/heading-focus.ts";
import { Icon } from "../ui/icon.tsx";
import { LoadingBars } from "../ui/loading.tsx";
import { NoAnswer } from "../ui/no-answer.tsx";
import { Link } from "../ui/router.tsx";
import { Deeds } from "./deeds.tsx";
import { useDeskTexts } from "./desk-texts.ts";
import { MutedPeople } from "./muted-people.tsx";
import { Reports } from "./reports.tsx";
import { PinnedNow, SlowMode, Words } from "./room-rules.tsx";
import { type Desk, useDesk } from "./use-desk.ts";
import "./desk.css";

/** Where those who work at a store look after its room. */
export function RoomDeskPage({ storeId }: { storeId: string }) {
  const texts = useDeskTexts();
  const { site } = useMessages();
  const { person, isUnknown } = useSession();
  useDocumentTitle(`${texts.title} | ${site.name}`);
  if (person !== null) return <DeskOf key={person.id} storeId={storeId} />;
  return (
    <div className="narrow">
      <h1 className="page-title" tabIndex={-1}>
        {texts.title}
      </h1>
      {!isUnknown && <SignIn to="store" why={texts.signInWhy} />}
    </div>
  );
}

function DeskOf({ storeId }: { storeId: string }) {
  const { desk, isLost, refresh } = useDesk(storeId);
  useHeadingFocus(desk === null ? null : storeId);
  if (desk === "absent") return <Absent />;
  return (
    <>
      {(desk === null || isLost) && <NoAnswer isLost={isLost} />}
      {desk === null ? <LoadingBars /> : <DeskView {...desk} onChanged={refresh} />}
    </>
  );
}

function DeskView({ store, room, desk, isOwner, onChanged }: Desk & { onChanged: () => void }) {
  const texts = useDeskTexts();
  const { id } = store;
  return (
    <div className="desk">
      <header className="tool-heading">
        <h1 tabIndex={-1}>{texts.ofStore(store.name)}</h1>
        <StorePlaces storeId={id} here="room" isOwner={isOwner} />
        <Link className="button line" to={`/stores/${id}/room`}>
          <Icon name="chat" size={20} />
          {texts.toRoom}
        </Link>
      </header>
      <div className="desk-columns">
        <div>
          <Reports storeId={id} reports={desk.reports} timeZone={store.timeZone} onChanged={onChanged} />
          <MutedPeople storeId={id} muted={desk.muted} timeZone={store.timeZone} onChanged={onChanged} />
          <Deeds deeds={desk.deeds} timeZone={store.timeZone} />
        </div>
        <div>
          <SlowMode storeId={id} slowSeconds={desk.slowSeconds} onChanged={onChanged} />
          <PinnedNow storeId={id} pinned={room.pinned} onChanged={onChanged} />
          <Words storeId={id} words={desk.words} onChanged={onChanged} />
        </div>
      </div>
    </div>
  );
}
