type Tone = "good" | "bad";

const tones: Record<Tone, readonly number[]> = { good: [880, 1320], bad: [220, 165] };
const toneSeconds = 0.12;
let speaker: AudioContext | null = null;

/** Two tones up, or two down: whoever looks at the people hears what the screen says. */
export function play(tone: Tone): void {
  if (globalThis.AudioContext === undefined) return;
  speaker ??= new AudioContext();
  const { currentTime, destination } = speaker;
  for (const [at, frequency] of tones[tone].entries()) {
    const oscillator = new OscillatorNode(speaker, { frequency, type: tone === "good" ? "sine" : "square" });
    const loudness = new GainNode(speaker, { gain: 0.2 });
    oscillator.connect(loudness).connect(destination);
    oscillator.start(currentTime + at * toneSeconds);
    oscillator.stop(currentTime + (at + 1) * toneSeconds);
  }
}
