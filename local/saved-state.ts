import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import type * as z from 'zod'

/** Reads a small JSON file; `undefined` when there is none. @throws when it does not have the shape. */
export function readState<Shape extends z.ZodType>(file: string, shape: Shape): z.output<Shape> | undefined {
  let text: string
  try {
    text = readFileSync(file, 'utf8')
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined
    throw error
  }
  return shape.parse(JSON.parse(text))
}

/** Writes a small JSON file in one step: a killed process leaves the old one or the new one, never half of one. */
export function writeState(file: string, state: unknown): void {
  mkdirSync(dirname(file), { recursive: true })
  writeFileSync(`${file}.next`, JSON.stringify(state))
  renameSync(`${file}.next`, file)
}
