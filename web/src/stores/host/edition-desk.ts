import type { EditedFields, Edition } from "../../../../shared/editions.ts";
import { tidyLine } from "../../../../shared/tidy-line.ts";
import { type Answer, isProblem, type Problem, read, write } from "../../api.ts";
import { isConflict } from "../../conflict.ts";
import { blank } from "./blank.ts";
import { keepEdits, keptEdits, noEdits } from "./kept-edits.ts";

export interface EditionShown {
  /** What the server has, with what was written since laid over it; null until both are known. */
  readonly edition: Edition | null;
  readonly isAbsent: boolean;
  readonly hasEdits: boolean;
  readonly isSaving: boolean;
  readonly savedAt: number | null;
  readonly problem: Problem | null;
}

export type EditionDesk = ReturnType<typeof createEditionDesk>;

/** What was written after this was sent is still to be saved. */
function withoutSent(edits: EditedFields, sent: EditedFields): EditedFields {
  const left = Object.entries(edits).filter(([name, value]) => sent[name as keyof EditedFields] !== value);
  return Object.fromEntries(left) as EditedFields;
}

const lines = ["name", "district", "address"] as const;

/** Lines as they were written, where the server keeps the same in its one spelling: a word may follow a space. */
function asWritten(sent: EditedFields, answer: Edition): EditedFields {
  const same = lines.filter((field) => sent[field] !== undefined && tidyLine(sent[field]) === answer[field]);
  return Object.fromEntries(same.map((field) => [field, sent[field]]));
}

interface Press {
  readonly key: string;
  readonly sent: EditedFields;
}

function send(id: string | null, revision: number, { key, sent }: Press, knowingly: boolean): Promise<Answer<Edition>> {
  if (id === null) return write<Edition>("POST", "/api/stores/drafts", { body: sent, key });
  return write<Edition>("PATCH", `/api/stores/${id}`, { body: { ...sent, revision, knowingly }, key });
}

/** A store that is being edited: what the server has, what was written since, and how one becomes the other. */
export function createEditionDesk(storeId: string | null, onBorn: (id: string) => void) {
  const listeners = new Set<() => void>();
  let id = storeId;
  let known: Edition | null = null;
  let { edits, revision: base } = noEdits;
  let isThere = true;
  let state = { isAbsent: false, isSaving: false, savedAt: null as number | null, problem: null as Problem | null };
  /** Until it is answered it is the same press, whatever was written since: a draft is born once. */
  let press: Press | null = null;
  /** What is on its way: one thing at a time, or it would meet its own revision. */
  let busy: Promise<unknown> = Promise.resolve();
  let shown = draw();

  function draw(): EditionShown {
    const edition = known === null ? null : { ...known, ...edits };
    return { ...state, edition, hasEdits: Object.keys(edits).length > 0 };
  }
  function become(change: Partial<typeof state>): void {
    state = { ...state, ...change };
    shown = draw();
    for (const listener of listeners) listener();
  }
  function written(now: EditedFields): void {
    if (Object.keys(edits).length === 0) base = known?.revision ?? base;
    edits = now;
    keepEdits(id, isThere ? { edits, revision: base } : noEdits);
  }
  /** Of a store that is not there any more nothing stays on the device, whatever is written to it still. */
  function letGo(left: EditedFields): void {
    isThere = false;
    written(left);
  }

  async function load(): Promise<void> {
    if (known === null) ({ edits, revision: base } = await keptEdits(id));
    if (id === null) {
      known ??= blank;
      return become({});
    }
    const answer = await read<Edition>(`/api/stores/${id}/edition`);
    if (!isProblem(answer)) known = answer;
    const isAbsent = isProblem(answer) && isGone(answer);
    if (isAbsent) letGo({});
    become({ isAbsent, problem: isProblem(answer) && !isAbsent ? answer : null });
  }

  /** Sends what was written; false when it was not saved. One at a time: what comes meanwhile is saved after it. */
  async function save(knowingly = false): Promise<boolean> {
    if (known === null || state.isSaving || Object.keys(edits).length === 0) return false;
    press ??= { key: crypto.randomUUID(), sent: edits };
    const { sent } = press;
    become({ isSaving: true, problem: null });
    const sending = send(id, base, press, knowingly);
    busy = sending;
    const answer = await sending;
    if (id !== null || !isProblem(answer) || !isUnknown(answer)) press = null;
    if (isProblem(answer)) {
      if (isGone(answer)) letGo(edits);
      become({ isSaving: false, problem: answer });
      return false;
    }
    const left = withoutSent(edits, sent);
    written({});
    const wasNew = id === null;
    id = answer.id;
    known = { ...answer, ...asWritten(sent, answer) };
    written(left);
    if (wasNew) onBorn(answer.id);
    become({ isSaving: false, savedAt: Date.now() });
    return true;
  }

  return {
    shown: () => shown,
    listen(listener: () => void) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    load,
    save,
    change(fields: EditedFields): void {
      written({ ...edits, ...fields });
      // A conflict stays until it is decided.
      become(state.problem !== null && isConflict(state.problem) ? {} : { problem: null });
    },
    /** Lets go of what was written here. */
    async reload(): Promise<void> {
      written({});
      await load();
    },
    /** Saves what was written here over what somebody else has saved. */
    async keepMine(): Promise<void> {
      await load();
      base = known?.revision ?? base;
      await save();
    },
    /** Does something else to the store, once what a draft has written is saved: an upload, publishing. */
    async act(other: () => Promise<Answer<Edition>>): Promise<Answer<Edition>> {
      while (state.isSaving) await busy;
      if (known?.publishedAt === null) await save();
      become({ isSaving: true });
      const acting = other();
      busy = acting;
      const answer = await acting;
      if (isProblem(answer)) {
        become({ isSaving: false });
      } else {
        // Edits go on from our own deed, but not from what somebody else has saved before it.
        if (base === known?.revision && answer.revision === base + 1) base = answer.revision;
        known = answer;
        become({ isSaving: false, savedAt: Date.now(), problem: null });
      }
      return answer;
    },
    /** A draft, with what was written to it. */
    async remove(): Promise<Answer<null>> {
      const answer = await write<null>("DELETE", `/api/stores/${id}`);
      if (!isProblem(answer) || isGone(answer)) letGo({});
      become({});
      return answer;
    },
  };
}

const isGone = ({ problem }: Problem) => problem === "not-found";
/** Nobody has answered, so what became of it is not known. */
const isUnknown = ({ problem }: Problem) => problem === "unreachable" || problem === "unavailable";
