import { useEffect, useState } from "react";
import { isOwnPath } from "../../../shared/sign-in.ts";

/** Where the person was before. The server draws the page without it. */
export function useReturnTo(): string {
  const [returnTo, setReturnTo] = useState("/");
  useEffect(() => {
    const asked = new URLSearchParams(location.search).get("returnTo") ?? "/";
    if (isOwnPath(asked)) setReturnTo(asked);
  }, []);
  return returnTo;
}
