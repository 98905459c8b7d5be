import type { Me } from "../../../shared/accounts.ts";
import { write } from "../api.ts";
import { navigate } from "../ui/router.tsx";
import { useAction } from "../ui/use-action.ts";
import { useSession } from "./session.tsx";
import { useProfileTexts } from "./texts.ts";

/** Asks whoever has just got their seat whether they would tell more; absent once they answered or skipped. */
export function Introduction({ returnTo }: { returnTo: string }) {
  const texts = useProfileTexts();
  const { person, change } = useSession();
  const { run } = useAction<Me>(change);
  if (person === null || person.isIntroduced) return null;
  const skip = () => run(() => write<Me>("PATCH", "/api/me", { body: { isIntroduced: true } }));
  return (
    <section className="introduction" aria-labelledby="introduction-title">
      <h2 id="introduction-title">{texts.cardTitle}</h2>
      <p className="sub small">{texts.cardWhy}</p>
      <div className="pair">
        <button className="button line" type="button" onClick={skip}>
          {texts.skip}
        </button>
        <button className="button line" type="button" onClick={() => navigate(`/welcome?returnTo=${returnTo}`)}>
          {texts.tell}
        </button>
      </div>
    </section>
  );
}
