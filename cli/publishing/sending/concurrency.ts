/** Does something with each of many things, so many at a time; the first failure ends it when those under way have ended. */
export async function forEachOf<Thing>(
  things: AsyncIterable<Thing>,
  concurrency: number,
  work: (thing: Thing) => Promise<void>,
): Promise<void> {
  const underWay = new Set<Promise<void>>();
  let failure: { readonly error: unknown } | undefined;
  for await (const thing of things) {
    const task: Promise<void> = work(thing)
      .catch((error: unknown) => void (failure ??= { error }))
      .finally(() => underWay.delete(task));
    underWay.add(task);
    if (underWay.size >= concurrency) await Promise.race(underWay);
    if (failure) break;
  }
  await Promise.all(underWay);
  if (failure) throw failure.error;
}
