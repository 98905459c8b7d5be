import { describe, expect, test } from "vitest";
import { makeEntryId, type PersonId, type SlotId } from "../../shared/ids.ts";
import type { Entry } from "../../shared/line.ts";
import { createBatcher } from "../platform/batcher.ts";
import type { Admitted, JoinAnswer, JoinRequest } from "./ports.ts";

const [here, there] = ["1", "2"] as [SlotId, SlotId];
const press = (name: string): JoinRequest => ({ person: name as PersonId, partySize: 1, key: `key of ${name}` });

/** One call of `admit`: who was in it, and the test's word on how it ends. */
interface Call {
  readonly slot: SlotId;
  readonly presses: readonly JoinRequest[];
  readonly names: string;
  readonly commit: () => void;
  readonly fail: (error: Error) => void;
}

const passing = () => new Error("passing");
const lasting = () => new Error("lasting");

/** A ledger that ends each batch when the test says so, and a clock that only writes down its pauses. */
function createWorld(bounds: { mostPerBatch?: number; mostQueued?: number } = {}) {
  const calls: Call[] = [];
  const under = new Set<Call>();
  const pauses: number[] = [];
  let ticket = 0;
  const seat = (slot: SlotId): JoinAnswer => {
    ticket += 1;
    return { entry: { id: makeEntryId(slot, ticket), slotId: slot, ticket } as Entry, fresh: true };
  };
  const admit = (slot: SlotId, presses: readonly JoinRequest[]) =>
    new Promise<JoinAnswer[]>((resolve, fail) => {
      const names = presses.map(({ person }) => person).join("");
      const end = (how: () => void) => () => {
        if (under.delete(call)) how();
      };
      const commit = end(() => resolve(presses.map(() => seat(slot))));
      const call: Call = { slot, presses, names, commit, fail: (error) => end(() => fail(error))() };
      under.add(call);
      calls.push(call);
    });
  const turn = () => new Promise<void>((resolve) => setImmediate(resolve));
  const wait = async (milliseconds: number) => {
    pauses.push(milliseconds);
    await turn();
  };
  const mayPass = (error: unknown) => (error as Error).message === "passing";
  const batcher = createBatcher<SlotId, JoinRequest, Admitted>({
    commit: admit,
    onceEach: ({ person }) => person,
    mayPass,
    clock: { wait },
    ...{ mostPerBatch: 100, mostQueued: 100, ...bounds },
  });
  const settle = async () => {
    for (let turns = 0; turns < 4; turns += 1) await turn();
  };
  /** Ends what is under way, and what comes of that, until nothing does. */
  async function endAll(how: (call: Call) => void): Promise<void> {
    for (await settle(); under.size > 0; await settle()) for (const call of under) how(call);
  }
  return {
    batcher,
    calls,
    pauses,
    addAll: (names: string, slot = here) => [...names].map((name) => batcher.add(slot, press(name))),
    /** The batch under way, once everything that can happen before it has. */
    async last(): Promise<Call> {
      await settle();
      return calls.at(-1) as Call;
    },
    commitAll: () => endAll((call) => call.commit()),
    failAll: (error: () => Error) => endAll((call) => call.fail(error())),
    batches: () => calls.map(({ names }) => names),
  };
}

const ticketsOf = async (answers: readonly Promise<JoinAnswer>[]) =>
  (await Promise.all(answers)).map((answer) => ("entry" in answer ? answer.entry.ticket : answer.problem));

describe("batches", () => {
  test("whoever presses in one turn is one batch, in order, and each gets their own answer", async () => {
    const { addAll, last, batches } = createWorld();
    const answers = addAll("abcd");
    (await last()).commit();
    expect(await ticketsOf(answers)).toEqual([1, 2, 3, 4]);
    expect(batches()).toEqual(["abcd"]);
  });

  test("one batch of a slot is in flight; whoever comes meanwhile is in the next, in order of arrival", async () => {
    const { addAll, last, batches } = createWorld();
    const first = addAll("a");
    await last();
    const next = [...addAll("bc"), ...addAll("d")];
    await last();
    expect(batches()).toEqual(["a"]);
    (await last()).commit();
    await last();
    expect(batches()).toEqual(["a", "bcd"]);
    (await last()).commit();
    expect(await ticketsOf([...first, ...next])).toEqual([1, 2, 3, 4]);
  });

  test("nobody is answered before their batch is committed", async () => {
    const { addAll, last } = createWorld();
    let answered = false;
    const [answer] = addAll("a") as [Promise<JoinAnswer>];
    const noted = answer.then(() => {
      answered = true;
    });
    const call = await last();
    expect(answered).toBe(false);
    call.commit();
    await noted;
    expect(answered).toBe(true);
  });

  test("the database has the next batch before this process answers the last", async () => {
    const { addAll, last, batches } = createWorld();
    const [first] = addAll("a") as [Promise<JoinAnswer>];
    const call = await last();
    const next = addAll("bc");
    const underWay = first.then(batches);
    call.commit();
    expect(await underWay).toEqual(["a", "bc"]);
    (await last()).commit();
    expect(await ticketsOf(next)).toEqual([2, 3]);
  });

  test("whoever presses while the answers of an emptied lane are held back is in a batch too", async () => {
    const { addAll, last, batches } = createWorld();
    const first = addAll("a");
    (await last()).commit();
    // All that follows the commit without another turn of the event loop: nobody waited, and the turn is begun.
    for (let step = 0; step < 50; step += 1) await null;
    const second = addAll("b");
    const call = await last();
    expect(batches()).toEqual(["a", "b"]);
    call.commit();
    expect(await ticketsOf([...first, ...second])).toEqual([1, 2]);
  });

  test("a batch holds no more than mostPerBatch; the others keep their order", async () => {
    const { addAll, last, batches } = createWorld({ mostPerBatch: 3 });
    const answers = addAll("abcdefgh");
    for (let committed = 0; committed < 3; committed += 1) (await last()).commit();
    expect(await ticketsOf(answers)).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
    expect(batches()).toEqual(["abc", "def", "gh"]);
  });

  test("slots do not wait for each other", async () => {
    const { addAll, last, calls } = createWorld();
    const stuck = addAll("a");
    const free = addAll("bc", there);
    await last();
    expect(calls.map(({ slot, names }) => [slot, names])).toEqual([
      [here, "a"],
      [there, "bc"],
    ]);
    calls[1]?.commit();
    expect(await ticketsOf(free)).toEqual([1, 2]);
    calls[0]?.commit();
    expect(await ticketsOf(stuck)).toEqual([3]);
  });

  test("S24: a press starts the work and no clock does: a slot that was quiet begins again at once", async () => {
    const { addAll, last, batches, pauses } = createWorld();
    for (const name of "ab") {
      const answers = addAll(name);
      (await last()).commit();
      await ticketsOf(answers);
    }
    expect(batches()).toEqual(["a", "b"]);
    expect(pauses).toEqual([]);
  });
});

describe("the queue is bounded", () => {
  const busy = { problem: "busy", retryAfterSeconds: 1 };

  test("beyond it the answer is busy with Retry-After, at once and over all slots", async () => {
    const { addAll, last, commitAll } = createWorld({ mostQueued: 3 });
    const accepted = [...addAll("ab"), ...addAll("c", there)];
    expect(await Promise.all([...addAll("d"), ...addAll("e", there)])).toEqual([busy, busy]);
    await last();
    await commitAll();
    expect(await ticketsOf(accepted)).toEqual([1, 2, 3]);
  });

  test("a batch in flight does not count: as many again may wait, and no more", async () => {
    const { addAll, last, commitAll } = createWorld({ mostQueued: 2 });
    const flying = addAll("ab");
    await last();
    const queued = addAll("cd");
    expect(await Promise.all(addAll("e"))).toEqual([busy]);
    await commitAll();
    expect(await ticketsOf([...flying, ...queued])).toEqual([1, 2, 3, 4]);
  });

  test.each([
    ["commits", "commit"],
    ["is refused for good", "fail"],
    ["gives up after its retries", "give up"],
  ] as const)("the count goes down again when a slot %s, however often", async (_, end) => {
    const { addAll, last, commitAll, failAll } = createWorld({ mostQueued: 2, mostPerBatch: 1 });
    for (let round = 0; round < 5; round += 1) {
      const answers = Promise.allSettled(addAll("ab"));
      await last();
      if (end === "commit") await commitAll();
      else await failAll(end === "fail" ? lasting : passing);
      const outcomes = await answers;
      expect(outcomes.filter(({ status }) => status === "fulfilled")).toHaveLength(end === "fail" ? 0 : 2);
      expect(outcomes).not.toContainEqual({ status: "fulfilled", value: busy });
    }
    const full = addAll("abc");
    expect(await full[2]).toEqual(busy);
    await commitAll();
    expect(await ticketsOf(full.slice(0, 2))).toHaveLength(2);
  });
});

describe("S25: a commit that fails", () => {
  test("in passing is repeated with the same presses in the same order, and nobody notices", async () => {
    const { addAll, last, pauses, calls } = createWorld();
    const answers = addAll("abc");
    for (let failures = 0; failures < 5; failures += 1) (await last()).fail(passing());
    (await last()).commit();
    expect(await ticketsOf(answers)).toEqual([1, 2, 3]);
    expect(calls).toHaveLength(6);
    for (const { presses } of calls) expect(presses).toEqual(calls[0]?.presses);
    expect(pauses).toHaveLength(5);
  });

  test("I2: whoever comes while it is repeated waits behind it", async () => {
    const { addAll, last, batches } = createWorld();
    const first = addAll("ab");
    (await last()).fail(passing());
    const next = addAll("c");
    (await last()).commit();
    (await last()).commit();
    expect(await ticketsOf([...first, ...next])).toEqual([1, 2, 3]);
    expect(batches()).toEqual(["ab", "ab", "c"]);
  });

  test("six times in passing tells everybody who waits for the slot, and only them, then goes on", async () => {
    const { addAll, last, failAll, commitAll, batches } = createWorld({ mostPerBatch: 2 });
    const elsewhere = addAll("z", there);
    (await last()).commit();
    const answers = addAll("abcde");
    await failAll(passing);
    const unavailable = { problem: "unavailable", retryAfterSeconds: 2 };
    expect(await Promise.all(answers)).toEqual(Array(5).fill(unavailable));
    expect(batches()).toEqual(["z", "ab", "ab", "ab", "ab", "ab", "ab"]);
    expect(await ticketsOf(elsewhere)).toEqual([1]);
    const later = addAll("f");
    await commitAll();
    expect(await ticketsOf(later)).toEqual([2]);
  });

  test("for good rejects that batch with its error, once, and the next batch of the lane goes on", async () => {
    const { addAll, last, pauses, batches } = createWorld({ mostPerBatch: 2 });
    const answers = addAll("abc");
    const outcomes = Promise.allSettled(answers);
    const mistake = lasting();
    (await last()).fail(mistake);
    (await last()).commit();
    expect(await outcomes).toMatchObject([
      { status: "rejected", reason: mistake },
      { status: "rejected", reason: mistake },
      { status: "fulfilled", value: { fresh: true } },
    ]);
    expect([batches(), pauses]).toEqual([["ab", "c"], []]);
  });
});

describe("drained", () => {
  test("is at once when nothing was pressed", async () => {
    await createWorld().batcher.drained();
  });

  test("waits for every slot's batches, also those that are still to come", async () => {
    const { batcher, addAll, last, commitAll } = createWorld({ mostPerBatch: 1 });
    const answers = [...addAll("ab"), ...addAll("c", there)];
    let drained = false;
    const draining = batcher.drained().then(() => {
      drained = true;
    });
    (await last()).commit();
    await last();
    expect(drained).toBe(false);
    await commitAll();
    await draining;
    expect(await ticketsOf(answers)).toHaveLength(3);
  });
});
