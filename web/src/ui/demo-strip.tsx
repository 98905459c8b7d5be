import { useMessages } from "../messages/use-messages.ts";
import { useIsDemo } from "./page-data.tsx";

/** Says above everything that nothing here is real. Absent in the real product. */
export function DemoStrip() {
  const { site } = useMessages();
  if (!useIsDemo()) return null;
  return (
    <p className="demo">
      <b>{site.demo}</b>
      <span>{site.demoWhy}</span>
    </p>
  );
}
