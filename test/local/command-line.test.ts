import { spawnSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { testFolder } from './support/world.ts'

const source = join(import.meta.dirname, '../../local/command-line.ts')

test('a program tells misuse, with its usage, apart from what it found and from what it cannot have', () => {
  const program = join(testFolder(), 'program.ts')
  writeFileSync(
    program,
    `import { presentFile, runProgram } from ${JSON.stringify(source)}
const options = { found: { type: 'string', default: '0' }, file: { type: 'string' } } as const
await runProgram({ usage: 'the usage', options }, async ({ values }) => {
  if (values.file !== undefined) presentFile(values.file)
  return Number(values.found)
})`,
  )
  const run = (...args: string[]) => {
    const { status, stdout, stderr } = spawnSync(process.execPath, [program, ...args], { encoding: 'utf8' })
    return { status, stdout, stderr }
  }
  expect(run()).toEqual({ status: 0, stdout: '', stderr: '' })
  expect(run('--found', '1')).toEqual({ status: 1, stdout: '', stderr: '' })
  expect(run('--nothing')).toMatchObject({
    status: 2,
    stdout: '',
    stderr: expect.stringMatching(/--nothing.*\nthe usage\n$/),
  })
  expect(run('--file', 'none.csv')).toEqual({ status: 1, stdout: '', stderr: 'There is no file none.csv.\n' })
  expect(run('--found', '1', '-h')).toEqual({ status: 0, stdout: 'the usage\n', stderr: '' })
})
