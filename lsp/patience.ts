/** How long somebody waits for facts who can be told something without them, in milliseconds. */
const patience = 100;

/** What is answered within that time; `undefined` where it takes longer. */
export async function answeredSoon<Answer>(answer: Promise<Answer>): Promise<Answer | undefined> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<undefined>((resolve) => {
    timer = setTimeout(() => resolve(undefined), patience);
  });
  try {
    return await Promise.race([answer, late]);
  } finally {
    clearTimeout(timer);
  }
}
