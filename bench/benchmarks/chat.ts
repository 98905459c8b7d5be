import type { StoreId } from "../../shared/ids.ts";
import type { Choices } from "../arguments.ts";
import { type Hall, measured, openHall } from "../hall.ts";
import { makeReport, type Report } from "../report/report.ts";
import { interleave, type Part } from "../rounds.ts";
import { cookiesOf, openStage } from "../stage.ts";

const followers = 1_000;
const messages = 400;
const text = "오늘 줄이 길어요, 다들 어디쯤이세요?";

/** As long as a message of the product is on the wire. */
const bareText = JSON.stringify({
  message: {
    ...{ room: "1", seq: 1000, kind: "talk", sender: { guest: 412, name: "somebody", badge: null }, others: 0, text },
    ...{ at: new Date(0).toISOString(), clientId: "00000000-0000-4000-8000-000000000000", isHidden: false },
  },
});

const delivered = (hall: Hall, count: number, part: Part): Part => ({
  ...part,
  facts: { "delivered a second": (count * hall.people) / (part.elapsedMs / 1_000) },
});

async function bareBroadcast(hall: Hall, count: number): Promise<Part> {
  const { bare, listeners, people } = hall;
  await listeners.ask("open", { url: bare.url, count: people, cookies: [], says: [] });
  const part = await measured(hall, count * people, async () => {
    await listeners.ask("expect", count);
    await bare.ask("broadcastMany", { text: bareText, count });
    return listeners.ask("spread", null);
  });
  await listeners.ask("close", null);
  return delivered(hall, count, part);
}

async function storeOf(hall: Hall): Promise<StoreId> {
  const slot = await hall.server.ask("addSlot", { capacity: 1 });
  const answer = await fetch(`${hall.server.url}/api/slots/${slot}`);
  return ((await answer.json()) as { storeId: StoreId }).storeId;
}

/** Everybody in the room hears what others say; whoever speaks does so once, so that no slow mode holds them. */
async function room(hall: Hall, count: number): Promise<Part> {
  const { server, listeners, people } = hall;
  const store = await storeOf(hall);
  const cookies = cookiesOf(await server.ask("addPeople", people));
  const speakers = cookiesOf(await server.ask("addPeople", count));
  const says = [JSON.stringify({ follow: `room:${store}` })];
  await listeners.ask("open", { url: server.url, count: people, cookies, says });
  await listeners.ask("until", `"here":${people}`);
  const part = await measured(hall, count * people, async () => {
    await listeners.ask("expect", count);
    const taken = await listeners.ask("talk", { url: server.url, store, cookies: speakers, text });
    if (taken !== count) throw new Error(`A wrong run: ${taken} of ${count} messages were taken`);
    return listeners.ask("spread", null);
  });
  await listeners.ask("close", null);
  return delivered(hall, count, part);
}

/** P9: what a room delivers to a thousand people, each message committed before it is shown. */
export async function chat(choices: Choices): Promise<Report> {
  const stage = await openStage(choices);
  try {
    const count = choices.quick ? 10 : messages;
    const hall = await openHall(stage, choices.quick ? 50 : followers, choices.quick);
    const parts = { "bare broadcast": () => bareBroadcast(hall, count), room: () => room(hall, count) };
    const rounds = await interleave({ ...choices, parts });
    return await makeReport({
      number: "P9",
      question: "messages a room delivers to 1,000 followers against a bare broadcast of as many",
      choices,
      services: stage.services,
      rounds,
      ratios: [
        {
          what: "delivered a second, room ÷ bare broadcast",
          atLeast: 0.7,
          of: (each) => each["bare broadcast"].elapsedMs / each.room.elapsedMs,
        },
      ],
    });
  } finally {
    await stage.close();
  }
}
