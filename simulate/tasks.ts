/** What goes on beside: nobody waits for it, but nothing is over before it is. */
export type Tasks = {
  start(work: () => Promise<unknown>): void
  isBusy(): boolean
}

/** @param failed gets what a task throws. */
export function createTasks(failed: (error: unknown) => void): Tasks {
  let open = 0
  return {
    start(work) {
      open += 1
      work()
        .catch(failed)
        .finally(() => {
          open -= 1
        })
    },
    isBusy: () => open > 0,
  }
}
