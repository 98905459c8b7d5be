import { useMessages } from "../messages/use-messages.ts";
import { countdownParts, twoDigits } from "../ui/moments.ts";

interface CountdownContent {
  readonly remainingMs: number;
  readonly label: string;
}

/** Days, hours, minutes and seconds in boxes, but for leading ones that would show zero. At zero it is no timer. */
export function Countdown({ remainingMs, label }: CountdownContent) {
  const { countdown } = useMessages();
  const { hours, minutes, seconds } = countdownParts(remainingMs);
  const days = Math.floor(hours / 24);
  const boxes = [
    { count: days, unit: countdown.days, isShown: days > 0 },
    { count: hours % 24, unit: countdown.hours, isShown: hours > 0 },
    { count: minutes, unit: countdown.minutes, isShown: true },
    { count: seconds, unit: countdown.seconds, isShown: true },
  ];
  const spoken = `${label} ${countdown.spoken(hours, minutes, seconds)}`;
  return (
    <div className="countdown" {...(remainingMs > 0 ? { role: "timer", "aria-label": spoken } : {})}>
      {boxes
        .filter(({ isShown }) => isShown)
        .map(({ count, unit }) => (
          <span key={unit} aria-hidden="true">
            <b>{twoDigits(count)}</b>
            <i>{unit}</i>
          </span>
        ))}
    </div>
  );
}
