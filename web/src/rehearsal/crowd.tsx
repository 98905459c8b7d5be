import { useId } from "react";

const dot = 10;
/** Where my own dot stands among them, in parts of the field. */
const [myColumn, myRow] = [0.62, 0.44];

/** One dot for each visitor, lit once they are in, and me among them. Decoration: the figures stand beside it. */
export function Crowd({ visitors, arrived }: { visitors: number; arrived: number }) {
  const id = useId();
  const columns = Math.ceil(Math.sqrt(visitors));
  const side = columns * dot;
  return (
    <svg className="crowd-field" viewBox={`0 0 ${side} ${side}`} aria-hidden="true">
      <Dots id={`${id}away`} className="away" />
      <Dots id={`${id}here`} className="here" />
      <path d={rowsOf(visitors, columns)} fill={`url(#${id}away)`} />
      <path d={rowsOf(arrived, columns)} fill={`url(#${id}here)`} />
      <circle
        className="one-of-them"
        cx={(Math.floor(columns * myColumn) + 0.5) * dot}
        cy={(Math.floor(columns * myRow) + 0.5) * dot}
        r={side / 60}
        strokeWidth={side / 120}
      />
    </svg>
  );
}

function Dots({ id, className }: { id: string; className: string }) {
  return (
    <pattern id={id} width={dot} height={dot} patternUnits="userSpaceOnUse">
      <circle className={className} cx={dot / 2} cy={dot / 2} r={dot * 0.29} />
    </pattern>
  );
}

/** The area of so many dots, row by row from the top. */
function rowsOf(count: number, columns: number): string {
  const [rows, rest] = [Math.floor(count / columns), count % columns];
  return `M0 0H${columns * dot}V${rows * dot}H0ZM0 ${rows * dot}H${rest * dot}v${dot}H0Z`;
}
