/**
 * What becomes of each item, in the order of the items, with some of them worked on at once.
 *
 * @param ahead how many are worked on, the one that is waited for included
 * @throws what `work` throws, when it is that item's turn
 */
export async function* inOrder<T, R>(
  items: AsyncIterable<T>,
  ahead: number,
  work: (item: T) => Promise<R>,
): AsyncGenerator<R> {
  const underWay: Promise<R>[] = []
  for await (const item of items) {
    const task = work(item)
    // One that fails before its turn comes is told of then.
    task.catch(() => {})
    underWay.push(task)
    if (underWay.length >= ahead) yield underWay.shift() as Promise<R>
  }
  yield* underWay
}
