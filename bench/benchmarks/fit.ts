import type { Choices } from "../arguments.ts";
import { type Hall, measured, openHall } from "../hall.ts";
import { joinPath } from "../joins.ts";
import { makeReport, type Report } from "../report/report.ts";
import { interleave, type Part } from "../rounds.ts";
import { cookiesOf, openStage } from "../stage.ts";

const joinsPerSecond = 500;
const joiningSeconds = 10;

async function joins(hall: Hall): Promise<Part> {
  const { server, listeners, quick } = hall;
  const slot = await server.ask("addSlot", { capacity: 1 });
  const cookies = cookiesOf(await server.ask("addPeople", joinsPerSecond * (quick ? 1 : joiningSeconds)));
  const pace = { url: server.url, path: joinPath(slot), cookies, perSecond: joinsPerSecond };
  let facts = {};
  const part = await measured(hall, cookies.length, async () => {
    const startedAt = performance.now();
    const { made, p50Ms, p99Ms } = await listeners.ask("press", pace);
    if (made !== cookies.length) throw new Error(`A wrong run: ${made} of ${cookies.length} joined`);
    facts = { "p50 ms": p50Ms, "p99 ms": p99Ms };
    return performance.now() - startedAt;
  });
  return { ...part, facts };
}

async function besideFits(hall: Hall): Promise<Part> {
  const { server, quick } = hall;
  await server.ask("learn", { quick });
  const part = await joins(hall);
  const fits = await server.ask("learnNoMore", null);
  return { ...part, facts: { ...part.facts, fits } };
}

/** P8: what joins, 500 a second, notice of a server that learns from 118,176 purchases meanwhile, again and again. */
export async function fit(choices: Choices): Promise<Report> {
  const stage = await openStage(choices);
  try {
    const hall = await openHall(stage, 0, choices.quick);
    const parts = { "joins alone": () => joins(hall), "joins beside a fit": () => besideFits(hall) };
    const rounds = await interleave({ ...choices, parts });
    return await makeReport({
      number: "P8",
      question: `${joinsPerSecond} joins a second, without and with a fit in the server's process`,
      choices,
      services: stage.services,
      rounds,
      ratios: [
        {
          what: "p99 of a join beside a fit ÷ alone",
          atMost: 1.1,
          of: (each) =>
            (each["joins beside a fit"].facts?.["p99 ms"] ?? Number.NaN) /
            (each["joins alone"].facts?.["p99 ms"] ?? Number.NaN),
        },
      ],
    });
  } finally {
    await stage.close();
  }
}
