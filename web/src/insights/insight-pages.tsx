import { type ReactNode, useEffect, useState } from "react";
import type { Chart, PurchaseInsights, StoreInsights } from "../../../shared/insights.ts";
import { useSession } from "../accounts/session.tsx";
import { SignIn } from "../accounts/sign-in.tsx";
import { isProblem, read } from "../api.ts";
import { useMessages } from "../messages/use-messages.ts";
import { StorePlaces } from "../stores/staff/store-places.tsx";
import { Absent } from "../ui/absent.tsx";
import { CsvFile } from "../ui/csv-file.tsx";
import { useDocumentTitle, useHeadingFocus } from "../ui/heading-focus.ts";
import { LoadingBars } from "../ui/loading.tsx";
import { untilAnswered } from "../until-answered.ts";
import { BarChart } from "./bar-chart.tsx";
import { sumOf } from "./sentence.ts";
import { useInsightTexts } from "./texts.ts";
import "./insights.css";

/** A store's visitors in figures, for its host; without a store, the purchases. */
export function InsightPages({ storeId }: { storeId: string | null }) {
  const texts = useInsightTexts();
  const { site } = useMessages();
  const { person, isUnknown } = useSession();
  const title = storeId === null ? texts.ofPurchases : texts.title;
  useDocumentTitle(`${title} | ${site.name}`);
  if (person !== null) return storeId === null ? <Purchases key={person.id} /> : <OfStore storeId={storeId} />;
  return (
    <div className="narrow">
      <h1 className="page-title" tabIndex={-1}>
        {title}
      </h1>
      {!isUnknown && <SignIn to="store" why={texts.signInWhy} />}
    </div>
  );
}

/** Asked for once; `absent` for whoever may not see it. */
function useInsights<Body>(path: string): Body | "absent" | null {
  const [found, setFound] = useState<Body | "absent" | null>(null);
  useEffect(() => {
    const leaving = new AbortController();
    const ask = async () => [await read<Body>(path, leaving.signal)] as const;
    untilAnswered(ask, leaving.signal).then(
      ([answer]) => setFound(isProblem(answer) ? "absent" : answer),
      () => undefined,
    );
    return () => leaving.abort();
  }, [path]);
  return found;
}

function Purchases() {
  const texts = useInsightTexts();
  const path = "/api/insights/purchases";
  const found = useInsights<PurchaseInsights>(path);
  if (found === "absent") return <Absent />;
  if (found === null) return <LoadingBars />;
  const { imported, charts } = found;
  const [first] = charts;
  const times = first === undefined ? 0 : sumOf(first);
  const lead = imported === null ? texts.noPurchases : texts.purchasesLead(imported.rows, times);
  return <Charts path={path} name="purchases" title={texts.ofPurchases} lead={lead} charts={charts} />;
}

function OfStore({ storeId }: { storeId: string }) {
  const texts = useInsightTexts();
  const path = `/api/stores/${storeId}/insights`;
  const found = useInsights<StoreInsights>(path);
  if (found === "absent") return <Absent />;
  if (found === null) return <LoadingBars />;
  return (
    <Charts
      path={path}
      name={`store-${storeId}`}
      title={texts.ofStore(found.name)}
      lead={texts.storeLead}
      charts={found.charts}
    >
      <StorePlaces storeId={storeId} here="insights" />
    </Charts>
  );
}

interface ChartList {
  readonly path: string;
  /** Of the file. */
  readonly name: string;
  readonly title: string;
  readonly lead: string;
  readonly charts: readonly Chart[];
  readonly children?: ReactNode;
}

function Charts({ path, name, title, lead, charts, children }: ChartList) {
  const texts = useInsightTexts();
  useHeadingFocus("insights");
  return (
    <div className="insights">
      <header className="tool-heading">
        <h1 tabIndex={-1}>{title}</h1>
        <p className="sub">{lead}</p>
        {children}
      </header>
      <div className="insight-charts">
        {/* Only the most frequent cells are shown: they are a part of what the first chart counts in all. */}
        {charts.map((chart) => (
          <BarChart key={chart.name} chart={chart} all={sumOf(chart.name === "cell" ? (charts[0] ?? chart) : chart)} />
        ))}
      </div>
      {charts.length > 0 && (
        <div>
          <CsvFile find={() => ({ path, name: `popline-${name}.csv` })} label={texts.file} failed={texts.fileFailed} />
        </div>
      )}
    </div>
  );
}
