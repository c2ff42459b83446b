/**
 * Does the work for each item, one after the other; one that fails keeps none of the others from it.
 *
 * @throws once all have had their turn: what failed, as an AggregateError where that was more than one
 */
export async function tryEach<T>(items: Iterable<T>, work: (item: T) => Promise<unknown>): Promise<void> {
  const failures: unknown[] = []
  for (const item of items) {
    try {
      await work(item)
    } catch (error) {
      failures.push(error)
    }
  }
  if (failures.length === 1) throw failures[0]
  if (failures.length > 1)
    throw new AggregateError(
      failures,
      `Expected none to fail but received ${failures.length} failures, the first of them: ${failures[0]}`,
    )
}
