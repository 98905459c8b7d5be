interface Wish<Question, Answer> {
  /** Answers all of them, in their order. */
  readonly ask: (questions: readonly Question[]) => Promise<readonly Answer[]>;
  /** Of one time. */
  readonly most: number;
  /** Whoever comes waits for what is under way, but not for what has taken so long. */
  readonly lateMs: number;
}

interface Waiting<Question, Answer> {
  readonly question: Question;
  readonly answer: (answer: Answer) => void;
  readonly fail: (error: unknown) => void;
}

/**
 * Asks for what comes within the same moment at one time: what comes while something is under way is asked for next, at
 * most `most` at once. What is late keeps nobody waiting: those who wait then are all asked for. A failure is that of
 * everybody who was asked for with it. Those who wait are as many as there are callers.
 */
export function createTogether<Question, Answer>({ ask, most, lateMs }: Wish<Question, Answer>) {
  const waiting: Waiting<Question, Answer>[] = [];
  let isUnderWay = false;

  /** Asks for those who have waited longest. Whatever is to follow begins before they are answered. */
  async function send(onEnd: () => void): Promise<void> {
    const some = waiting.splice(0, most);
    try {
      const answers = await ask(some.map(({ question }) => question));
      onEnd();
      for (const [place, { answer }] of some.entries()) answer(answers[place] as Answer);
    } catch (error) {
      onEnd();
      for (const { fail } of some) fail(error);
    }
  }

  function begin(): void {
    isUnderWay = waiting.length > 0;
    if (!isUnderWay) return;
    let isLate = false;
    const timer = setTimeout(() => {
      isLate = true;
      while (waiting.length > 0) void send(() => undefined);
      isUnderWay = false;
    }, lateMs);
    void send(() => {
      clearTimeout(timer);
      if (!isLate) begin();
    });
  }

  return (question: Question): Promise<Answer> =>
    new Promise((answer, fail) => {
      waiting.push({ question, answer, fail });
      if (isUnderWay) return;
      isUnderWay = true;
      setImmediate(begin);
    });
}
