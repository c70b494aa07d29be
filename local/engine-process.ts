import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { readFileSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'

/**
 * The shell stays between us and the engine. It reads from us a pipe that nothing is ever written to: however we end,
 * kill -9 included, the pipe closes and the shell ends the engine. When the engine ends first, so does the shell.
 */
const watchdog = `
log=$1; pidFile=$2; shift 2
exec 3<&0
"$@" </dev/null >>"$log" 2>&1 3<&- &
engine=$!
echo "$engine" >"$pidFile"
(cat <&3 >/dev/null; kill "$engine") >/dev/null 2>&1 &
wait "$engine"
`

const endWaitMaxMs = 5_000

export type EngineProcess = {
  readonly port: number
  readonly databaseFile: string
  readonly ended: () => boolean
  close(): Promise<void>
}

/** Starts the engine's program on a free loopback port, with its file in the folder. */
export async function spawnEngine(program: string, folder: string): Promise<EngineProcess> {
  const databaseFile = join(folder, 'dynamodb.sqlite')
  const pidFile = join(folder, 'engine.pid')
  await endOrphan(pidFile, databaseFile)
  const port = await freePort()
  const serve = [program, 'serve', '--host', '127.0.0.1', '--port', String(port), '--db-path', databaseFile]
  const child = spawn('/bin/sh', ['-c', watchdog, 'engine', join(folder, 'engine.log'), pidFile, ...serve], {
    stdio: ['pipe', 'ignore', 'ignore'],
  })
  const exit = new Promise<void>((resolve) => child.once('exit', () => resolve()))
  child.stdin.on('error', () => undefined)
  child.unref()
  return {
    port,
    databaseFile,
    ended: () => hasEnded(child),
    close: async () => {
      child.ref()
      child.stdin.end()
      if (!hasEnded(child)) await exit
      rmSync(pidFile, { force: true })
    },
  }
}

function hasEnded(child: ChildProcess): boolean {
  return child.exitCode !== null || child.signalCode !== null
}

/** Ends an engine that a killed runtime left behind, and only that: its command line must name our file. */
async function endOrphan(pidFile: string, databaseFile: string): Promise<void> {
  const pid = readPid(pidFile)
  const deadline = performance.now() + endWaitMaxMs
  let signal: NodeJS.Signals = 'SIGTERM'
  while (pid !== undefined && commandLine(pid).includes(databaseFile)) {
    process.kill(pid, signal)
    await wait(20)
    if (performance.now() > deadline) signal = 'SIGKILL'
  }
}

function readPid(pidFile: string): number | undefined {
  try {
    const pid = Number(readFileSync(pidFile, 'utf8').trim())
    return Number.isSafeInteger(pid) && pid > 1 ? pid : undefined
  } catch {
    return undefined
  }
}

function commandLine(pid: number): string {
  try {
    return process.platform === 'linux'
      ? readFileSync(`/proc/${pid}/cmdline`, 'utf8')
      : execFileSync('ps', ['-o', 'command=', '-p', String(pid)], { encoding: 'utf8' })
  } catch {
    return ''
  }
}

/** The engine takes port 0 but does not say which one it got, so we pick one; the caller tries again when it is taken. */
function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer()
    server.once('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      const port = typeof address === 'object' && address !== null ? address.port : 0
      server.close(() => resolve(port))
    })
  })
}
