import cliProgress from 'cli-progress'

/** Where a terminal is not there to draw on, a line is printed every so often. */
const lineEveryMs = 2_000
const mega = 1_000_000

/** Shows how far a file is: told after every transaction, ended once. */
export type ImportProgress = {
  report(bytes: number, rows: number): void
  end(): void
}

/** A bar with rows a second and the time left on a terminal; plain lines elsewhere. Both to the error output. */
export function showProgress(name: string, totalBytes: number): ImportProgress {
  return process.stderr.isTTY ? bar(name, totalBytes) : lines(name, totalBytes)
}

function bar(name: string, totalBytes: number): ImportProgress {
  const format = `${name} {bar} {percentage}% | {rows} rows, {rate} rows/s | {left} left`
  const single = new cliProgress.SingleBar({ format, hideCursor: true, stream: process.stderr })
  const paceOf = pace(totalBytes)
  single.start(totalBytes, 0, { rows: 0, rate: 0, left: '–' })
  return {
    report: (bytes, rows) => single.update(Math.round(bytes), paceOf(bytes, rows)),
    end: () => single.stop(),
  }
}

function lines(name: string, totalBytes: number): ImportProgress {
  const paceOf = pace(totalBytes)
  let toldAtMs = performance.now()
  return {
    report: (bytes, rows) => {
      if (performance.now() - toldAtMs < lineEveryMs) return
      toldAtMs = performance.now()
      const { rate, left } = paceOf(bytes, rows)
      const part = `${(bytes / mega).toFixed(1)} of ${(totalBytes / mega).toFixed(1)} MB`
      console.error(`${name}: ${part}, ${rows} rows, ${rate} rows/s, ${left} left`)
    },
    end: () => undefined,
  }
}

/** Rows a second and the time left since the first report, so that what an earlier run did does not count. */
function pace(totalBytes: number) {
  let first: { readonly bytes: number; readonly rows: number; readonly ms: number } | undefined
  return (bytes: number, rows: number) => {
    first ??= { bytes, rows, ms: performance.now() }
    const seconds = (performance.now() - first.ms) / 1_000
    const left = bytes > first.bytes ? (seconds * (totalBytes - bytes)) / (bytes - first.bytes) : undefined
    const rate = seconds > 0 ? Math.round((rows - first.rows) / seconds) : 0
    return { rows, rate, left: left === undefined ? '–' : `${Math.ceil(left)} s` }
  }
}
