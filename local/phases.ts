/** How long each part of starting took. */
export function startPhases() {
  const started = performance.now()
  const parts: string[] = []
  let last = started
  return {
    end: (name: string) => {
      const now = performance.now()
      parts.push(`${name} ${Math.round(now - last)}`)
      last = now
    },
    summary: () => `Started in ${Math.round(performance.now() - started)} ms (${parts.join(', ')}).`,
  }
}
