import * as z from 'zod'
import { BootError } from './errors.ts'
import type { PlayedType } from './resource-types.ts'
import type { Resource } from './template.ts'

/** Marks a property that changes nothing on this machine. */
export const noEffect = z.unknown().optional()

/**
 * Parses a resource's properties by a strict shape, so that a property that nobody thought of stops the boot.
 * @throws BootError naming type, logical id and property.
 */
export function parseProperties<Shape extends z.ZodType>(shape: Shape, resource: Resource): z.output<Shape> {
  const parsed = shape.safeParse(resource.properties)
  if (parsed.success) return parsed.data
  throw new BootError(
    `The local back end cannot play ${resource.logicalId} (${resource.type}) as the template has it:\n` +
      z.prettifyError(parsed.error),
  )
}

export function ofType(resources: readonly Resource[], ...types: readonly PlayedType[]): Resource[] {
  return resources.filter(({ type }) => types.includes(type))
}

/** The one resource that a property points to. @throws BootError when the template has none such. */
export function pointedTo<One>(candidates: readonly One[], matches: (one: One) => boolean, what: string): One {
  const found = candidates.find(matches)
  if (found === undefined) throw new BootError(`The template points to ${what}, which it does not define.`)
  return found
}
