import { useEffect, useRef, useState } from "react";
import { readFrames, warmReader } from "./read-frames.ts";
import { useDoorTexts } from "./texts.ts";

/** The camera on the back of the device; every code it sees is told once. */
export function Camera({ onCode }: { onCode: (text: string) => void }) {
  const texts = useDoorTexts();
  const [isOn, setIsOn] = useState(false);
  useEffect(() => {
    warmReader().catch(() => undefined);
  }, []);
  return (
    <>
      <button className="button line wide" type="button" aria-pressed={isOn} onClick={() => setIsOn(!isOn)}>
        {isOn ? texts.cameraOff : texts.camera}
      </button>
      {isOn && <View onCode={onCode} />}
    </>
  );
}

function View({ onCode }: { onCode: (text: string) => void }) {
  const texts = useDoorTexts();
  const video = useRef<HTMLVideoElement>(null);
  const [isRefused, setIsRefused] = useState(false);
  const told = useRef(onCode);
  told.current = onCode;
  useEffect(() => {
    let stream: MediaStream | null = null;
    let stop: () => void = () => undefined;
    let isGone = false;
    async function begin(): Promise<void> {
      // Absent outside https.
      const wish = { video: { facingMode: "environment", width: { ideal: 1280 } } };
      const opened = await navigator.mediaDevices?.getUserMedia(wish);
      if (opened === undefined) throw new DOMException("no camera", "NotFoundError");
      stream = opened;
      if (isGone || video.current === null) return end();
      video.current.srcObject = opened;
      await video.current.play();
      stop = readFrames(video.current, (text) => told.current(text));
    }
    function end(): void {
      isGone = true;
      stop();
      for (const track of stream?.getTracks() ?? []) track.stop();
    }
    begin().catch(() => setIsRefused(!isGone));
    return end;
  }, []);
  if (isRefused) {
    return (
      <p className="problem" role="alert">
        {texts.noCamera}
      </p>
    );
  }
  return <video className="door-camera" ref={video} aria-label={texts.cameraView} muted playsInline />;
}
