/** How long somebody waits for facts who can be told something without them, in milliseconds. */
const patience = 100;

/** The same while others have waited in vain, because facts are being worked out. */
const littlePatience = 10;

/** How many answers are waited for no longer, and have not come yet. */
let late = 0;

/** What is answered soon; `undefined` where that takes longer than people like to wait. */
export async function answeredSoon<Answer>(answer: Promise<Answer>): Promise<Answer | undefined> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const tired = new Promise<undefined>((resolve) => {
    const wake = (): void => {
      late++;
      void answer.finally(() => late--);
      resolve(undefined);
    };
    timer = setTimeout(wake, late > 0 ? littlePatience : patience);
  });
  try {
    return await Promise.race([answer, tired]);
  } finally {
    clearTimeout(timer);
  }
}
