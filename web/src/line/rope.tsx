import { useMemo, useSyncExternalStore } from "react";

const gap = 26;
const margin = 17;
const dotDelayMs = 14;
const phone = { columns: 13, rows: 7 };
const desk = { columns: 17, rows: 15 };
const isWide = typeof matchMedia === "undefined" ? null : matchMedia("(min-width: 900px)");

function useShape() {
  return useSyncExternalStore(
    (listener) => {
      isWide?.addEventListener("change", listener);
      return () => isWide?.removeEventListener("change", listener);
    },
    () => (isWide?.matches ? desk : phone),
    () => phone,
  );
}

/**
 * Which of `dots` on the rope is mine, counted from the door, which has dot 0. As long as the line fits on it, people
 * stand one behind the other. A longer line fills it on a scale that nears the square root the longer it is, so that
 * the last stretch before the door is the longest and each step there shows.
 */
export function dotOf(rank: number, inLine: number, dots: number): number {
  const room = dots - 2;
  if (inLine <= room) return rank;
  const part = ((rank - 1) / (inLine - 1)) ** ((1 + room / inLine) / 2);
  return 1 + Math.round(part * (room - 1));
}

/** Whether somebody of this line stands on this dot: of few people each has a dot, of many each dot has people. */
export function isTaken(dot: number, inLine: number, dots: number): boolean {
  return dot >= 1 && dot <= Math.min(inLine, dots - 2);
}

/** The whole line as one winding rope, the door at its end and me in the signal colour. */
export function Rope({ rank, inLine }: { rank: number; inLine: number }) {
  const { columns, rows } = useShape();
  const points = useMemo(() => windingPoints(columns, rows), [columns, rows]);
  const mine = dotOf(rank, inLine, points.length);
  const [mineX, mineY] = points[mine] as Point;
  const cord = points.map(([x, y], at) => `${at === 0 ? "M" : "L"}${x} ${y}`).join("");
  const [width, height] = [(columns - 1) * gap + margin * 2, (rows - 1) * gap + margin * 2];
  return (
    <svg className="rope" viewBox={`0 0 ${width} ${height}`} aria-hidden="true">
      <path className="cord" d={cord} />
      {points.map(([x, y], at) => {
        if (at === 0 || at === mine || !isTaken(at, inLine, points.length)) return null;
        const side = at < mine ? "ahead" : "behind";
        const delay = { animationDelay: `${at * dotDelayMs}ms` };
        return <circle key={`${x} ${y}`} className={side} cx={x} cy={y} r="5.2" style={delay} />;
      })}
      <g className="door">
        <rect x={margin - 9} y={margin - 11} width="18" height="22" rx="4" />
        <circle cx={margin + 4} cy={margin + 1} r="1.6" />
      </g>
      <g className="me" style={{ transform: `translate(${mineX}px, ${mineY}px)` }}>
        <circle className="halo" r="13" />
        <circle r="8.5" />
      </g>
    </svg>
  );
}

type Point = readonly [x: number, y: number];

/** Row by row, every second one from right to left. */
function windingPoints(columns: number, rows: number): Point[] {
  return Array.from({ length: columns * rows }, (_, at): Point => {
    const row = Math.floor(at / columns);
    const column = row % 2 === 0 ? at % columns : columns - 1 - (at % columns);
    return [margin + column * gap, margin + row * gap];
  });
}
