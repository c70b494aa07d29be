/** Runs for every item, so many at a time, and answers in the order of the items. */
export async function atOnce<Item, Result>(
  items: readonly Item[],
  width: number,
  run: (item: Item, at: number) => Promise<Result>,
): Promise<Result[]> {
  const results: Result[] = []
  const queue = [...items.entries()]
  const worker = async () => {
    for (let next = queue.shift(); next !== undefined; next = queue.shift())
      results[next[0]] = await run(next[1], next[0])
  }
  await Promise.all(Array.from({ length: width }, worker))
  return results
}
