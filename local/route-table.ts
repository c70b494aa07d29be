import { BootError } from './errors.ts'
import type { RoutePlan } from './route-plan.ts'

export type RouteMatch = {
  readonly route: RoutePlan
  readonly pathParameters: Readonly<Record<string, string>>
}
export type RouteTable = (method: string, path: string) => RouteMatch | undefined

type Entry = { readonly route: RoutePlan; readonly method: string; readonly segments: readonly string[] }

/**
 * Matches as API Gateway does: the most specific path first, then the method itself before `ANY`, then `$default`.
 * @throws BootError on a route key that is not understood.
 */
export function routeTable(routes: readonly RoutePlan[]): RouteTable {
  const fallback = routes.find(({ routeKey }) => routeKey === '$default')
  const entries = routes.filter((route) => route !== fallback).map(toEntry)
  entries.sort((left, right) => compareText(rank(left), rank(right)))
  return (method, path) => {
    const segments = path.split('/').slice(1)
    for (const entry of entries) {
      if (entry.method !== method && entry.method !== 'ANY') continue
      const pathParameters = matchSegments(entry.segments, segments)
      if (pathParameters !== undefined) return { route: entry.route, pathParameters }
    }
    return fallback === undefined ? undefined : { route: fallback, pathParameters: {} }
  }
}

function toEntry(route: RoutePlan): Entry {
  const [, method, path] = /^([A-Z]+) \/(\S*)$/.exec(route.routeKey) ?? []
  const segments = path?.split('/') ?? []
  const understood = segments.every((segment) => /^(\{[\w.-]+\+?\}|[^{}]*)$/.test(segment))
  if (method === undefined || !understood) {
    throw new BootError(`The local back end does not understand the route ${route.routeKey}.`)
  }
  return { route, method, segments }
}

/** Sorts literal segments before parameters before a greedy one, and `ANY` last. */
function rank({ method, segments }: Entry): string {
  return `${segments.map(segmentRank).join('')}${method === 'ANY' ? '~' : ''}`
}

function segmentRank(segment: string): string {
  if (segment.endsWith('+}')) return '2'
  return segment.startsWith('{') ? '1' : '0'
}

function compareText(left: string, right: string): number {
  if (left === right) return 0
  return left < right ? -1 : 1
}

function matchSegments(pattern: readonly string[], segments: readonly string[]): Record<string, string> | undefined {
  const parameters: Record<string, string> = {}
  for (const [index, part] of pattern.entries()) {
    const segment = segments[index]
    if (segment === undefined) return undefined
    if (part.endsWith('+}')) {
      parameters[part.slice(1, -2)] = segments.slice(index).map(decodeURIComponent).join('/')
      return parameters
    }
    if (part.startsWith('{')) {
      if (segment === '') return undefined
      parameters[part.slice(1, -1)] = decodeURIComponent(segment)
    } else if (part !== segment) return undefined
  }
  return pattern.length === segments.length ? parameters : undefined
}
