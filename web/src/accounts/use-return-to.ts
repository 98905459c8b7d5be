import { isOwnPath } from "../../../shared/sign-in.ts";
import { useQuery } from "../ui/router.tsx";

/** Where the person was before; null when the address does not tell, as while the server draws the page. */
export function useReturnTo(): string | null {
  const asked = useQuery().get("returnTo");
  return asked !== null && isOwnPath(asked) ? asked : null;
}
