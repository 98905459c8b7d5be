import { useMessages } from "../messages/use-messages.ts";
import { Icon } from "../ui/icon.tsx";

interface PartyChoice {
  readonly partySize: number;
  readonly largest: number;
  readonly onChange: (partySize: number) => void;
}

export function PartyStepper({ partySize, largest, onChange }: PartyChoice) {
  const { people, reserve } = useMessages();
  return (
    <fieldset className="stepper">
      <legend>{reserve.party}</legend>
      <button
        type="button"
        aria-label={reserve.fewer}
        disabled={partySize <= 1}
        onClick={() => onChange(partySize - 1)}
      >
        <Icon name="minus" />
      </button>
      <output>{people(partySize)}</output>
      <button
        type="button"
        aria-label={reserve.more}
        disabled={partySize >= largest}
        onClick={() => onChange(partySize + 1)}
      >
        <Icon name="plus" />
      </button>
    </fieldset>
  );
}
