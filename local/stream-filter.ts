import { BootError } from './errors.ts'

export type RecordFilter = (record: unknown) => boolean
type Test = (value: unknown) => boolean

/**
 * Compiles the patterns of an event-source mapping's FilterCriteria; a record passes when one of them matches.
 * @throws BootError on an operator that is not known here, as it would match something else in the cloud.
 */
export function compileFilters(patterns: readonly string[]): RecordFilter {
  const tests = patterns.map((pattern) => compilePattern(JSON.parse(pattern)))
  return tests.length === 0 ? () => true : (record) => tests.some((test) => test(record))
}

function compilePattern(pattern: unknown): Test {
  if (Array.isArray(pattern)) {
    const tests = pattern.map(compileRule)
    return (value) => tests.some((test) => (Array.isArray(value) ? value.some(test) : test(value)))
  }
  if (typeof pattern !== 'object' || pattern === null) {
    throw new BootError(`A filter pattern has lists and objects, not ${JSON.stringify(pattern)}.`)
  }
  const fields = Object.entries(pattern).map(([name, inner]) => [name, compilePattern(inner)] as const)
  return (value) => fields.every(([name, test]) => test(field(value, name)))
}

function field(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null && Object.hasOwn(value, name)
    ? Reflect.get(value, name)
    : undefined
}

function compileRule(rule: unknown): Test {
  if (typeof rule !== 'object' || rule === null) return (value) => value === rule
  const [operator, argument] = Object.entries(rule)[0] ?? []
  const known = typeof operator === 'string' ? operators[operator] : undefined
  if (known === undefined || Object.keys(rule).length !== 1) {
    throw new BootError(`The local back end does not know the filter rule ${JSON.stringify(rule)}.`)
  }
  return known(argument)
}

const operators: Readonly<Record<string, (argument: unknown) => Test>> = {
  prefix: (start) => (value) => typeof value === 'string' && typeof start === 'string' && value.startsWith(start),
  suffix: (end) => (value) => typeof value === 'string' && typeof end === 'string' && value.endsWith(end),
  'equals-ignore-case': (text) => (value) =>
    typeof value === 'string' && typeof text === 'string' && value.toLowerCase() === text.toLowerCase(),
  exists: (wanted) => (value) => (value !== undefined) === wanted,
  'anything-but': (unwanted) => {
    const list: readonly unknown[] = Array.isArray(unwanted) ? unwanted : [unwanted]
    if (list.some((one) => typeof one === 'object')) {
      throw new BootError(`The local back end knows anything-but with literals only, not ${JSON.stringify(unwanted)}.`)
    }
    return (value) => value !== undefined && !list.includes(value)
  },
  numeric: (bounds) => {
    const list: readonly unknown[] = Array.isArray(bounds) ? bounds : []
    const tests: Test[] = []
    for (let index = 0; index < list.length; index += 2) tests.push(compare(list[index], list[index + 1]))
    return (value) => tests.length > 0 && tests.every((test) => test(value))
  },
}

/** DynamoDB's numbers arrive as strings, and the filter compares them as numbers. */
function compare(operator: unknown, bound: unknown): Test {
  if (typeof bound !== 'number') throw new BootError(`A numeric filter compares with a number, not ${bound}.`)
  const tests: Readonly<Record<string, (value: number) => boolean>> = {
    '=': (value) => value === bound,
    '<': (value) => value < bound,
    '<=': (value) => value <= bound,
    '>': (value) => value > bound,
    '>=': (value) => value >= bound,
  }
  const test = tests[String(operator)]
  if (test === undefined) throw new BootError(`The local back end does not know the numeric filter ${operator}.`)
  return (value) => (typeof value === 'string' || typeof value === 'number') && value !== '' && test(Number(value))
}
