import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { Page } from 'playwright-core'
import * as z from 'zod'

/** What moves or fades is looked at again when it has come to rest; a spinner never does, and is not waited for. */
const looksMax = 4
const atRest = `Promise.all(document.getAnimations()
  .filter((each) => Number.isFinite(each.effect?.getComputedTiming().endTime))
  .map((each) => each.finished.catch(() => undefined))).then(() => undefined)`

/** Rules that a page breaks so that somebody cannot use it. */
export async function seriousFindings(on: Page): Promise<string[]> {
  let findings = await look(on)
  for (let looks = 1; looks < looksMax && findings.length > 0; looks++) {
    await on.evaluate(atRest)
    findings = await look(on)
  }
  return findings
}

async function look(on: Page): Promise<string[]> {
  const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
  // Its last value is the whole of it, which nobody wants back.
  await on.evaluate(`${axe};undefined`)
  const found = await on.evaluate(`axe.run(document, { resultTypes: ['violations'] })`)
  const { violations } = z
    .object({
      violations: z.array(
        z.object({
          id: z.string(),
          impact: z.string().nullable(),
          nodes: z.array(z.object({ html: z.string(), failureSummary: z.string() })),
        }),
      ),
    })
    .parse(found)
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, nodes }) => `${id}: ${nodes[0]?.html.slice(0, 160)} ${nodes[0]?.failureSummary}`)
}
