/** Milliseconds by which a zone's clock is before UTC's at a moment. */
function offsetMs(atMs: number, timeZone: string): number {
  const clock = new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short', timeStyle: 'medium' })
  return Date.parse(`${clock.format(atMs).replace(' ', 'T')}Z`) - Math.floor(atMs / 1_000) * 1_000
}

/** The moment at which a day of the shop's calendar begins, in ISO 8601 UTC. */
export function dayStart(day: string, timeZone: string): string {
  const midnightMs = Date.parse(`${day}T00:00:00Z`)
  return new Date(midnightMs - offsetMs(midnightMs, timeZone)).toISOString()
}
