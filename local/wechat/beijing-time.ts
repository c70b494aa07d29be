const beijingOffsetMs = 8 * 3_600_000

/** RFC 3339 with seconds and the offset that WeChat writes, such as `2026-03-01T09:30:00+08:00`. */
export function toBeijingTime(atMs: number): string {
  return `${new Date(atMs + beijingOffsetMs).toISOString().slice(0, 19)}+08:00`
}

/** The calendar day in Beijing as `YYYYMMDD`. */
export function beijingDay(atMs: number): string {
  return toBeijingTime(atMs).slice(0, 10).replaceAll('-', '')
}
