import { statSync } from 'node:fs'
import { join } from 'node:path'
import { type ParseArgsConfig, parseArgs } from 'node:util'
import { BootError } from './errors.ts'

/** Where data is kept unless the command line says otherwise. */
export const dataFolderDefault = join(import.meta.dirname, '..', '.local')

/** Exit statuses beside 0. A program may have found what it looks for, so misuse is told apart. */
const [failed, misused] = [1, 2]

/** A command line that makes no sense. */
export class UsageError extends Error {
  override readonly name = 'UsageError'
}

type Options = NonNullable<ParseArgsConfig['options']>

/** How a program is called. */
type Program<Given extends Options> = {
  readonly usage: string
  readonly options: Given
  /** False where absent: there are options only. */
  readonly allowPositionals?: boolean
}
/** What the command line says. */
export type CommandLine<Given extends Options> = ReturnType<
  typeof parseArgs<{ options: Given; allowPositionals: true }>
>

/**
 * Runs a program of the command line: `-h` or `--help` prints how it is called, and what a user can mend is said plainly.
 * @param run gives the exit status. @throws UsageError for what makes no sense, BootError for what cannot be had
 */
export async function runProgram<const Given extends Options>(
  program: Program<Given>,
  run: (given: CommandLine<Given>) => Promise<number>,
): Promise<void> {
  const { usage } = program
  try {
    if (asksForUsage()) return console.log(usage)
    process.exitCode = await run(parse(program))
  } catch (error) {
    const isMisuse = error instanceof UsageError
    // Anything else is a defect, and its stack says where.
    console.error(isMisuse || error instanceof BootError ? error.message : error)
    if (isMisuse) console.error(usage)
    // What was begun may still hold a port or a connection.
    process.exit(isMisuse ? misused : failed)
  }
}

/** The path of a file that is there. @throws BootError where none is. */
export function presentFile(path: string): string {
  if (!statSync(path, { throwIfNoEntry: false })?.isFile()) throw new BootError(`There is no file ${path}.`)
  return path
}

/** Whatever else stands beside it. */
function asksForUsage(): boolean {
  const options = { help: { type: 'boolean', short: 'h' } } as const
  return parseArgs({ options, strict: false }).values.help === true
}

function parse<const Given extends Options>({ options, allowPositionals = false }: Program<Given>): CommandLine<Given> {
  try {
    return parseArgs({ options, allowPositionals })
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error))
  }
}
