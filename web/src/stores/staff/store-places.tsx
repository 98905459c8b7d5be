import { Link } from "../../ui/router.tsx";
import { useStaffTexts } from "./texts.ts";

/** What is there before anybody sees the store; the others come with its visitors. */
const ofDrafts = ["edit", "slots"] as const;
const ofStaff = ["opening", "room", "staff", "door"] as const;
/** What only the owner sees of its visitors. */
const ofOwner = ["insights"] as const;
type StorePlace = (typeof ofDrafts | typeof ofStaff | typeof ofOwner)[number];

const pathOf = (id: string, place: StorePlace) =>
  place === "staff" || place === "door" ? `/stores/${id}/${place}` : `/host/stores/${id}/${place}`;

interface PlacesContent {
  readonly storeId: string;
  readonly here: StorePlace;
  readonly isOwner?: boolean;
  readonly isDraft?: boolean;
}

/** The way between a store's pages, for those who work there; writing it is its owner's. */
export function StorePlaces({ storeId, here, isOwner = true, isDraft = false }: PlacesContent) {
  const { places, placesOf } = useStaffTexts();
  const shown = [...(isOwner ? ofDrafts : []), ...(isDraft ? [] : ofStaff), ...(isOwner && !isDraft ? ofOwner : [])];
  return (
    <nav className="chips" aria-label={placesOf}>
      {shown.map((place) => (
        <Link key={place} to={pathOf(storeId, place)} aria-current={place === here ? "page" : undefined}>
          {places[place]}
        </Link>
      ))}
    </nav>
  );
}
