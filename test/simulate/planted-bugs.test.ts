import { expect, test } from 'vitest'
import { type PlantedBug, plantedBugs } from '../../simulate/planted-bugs.ts'
import { runSeed } from '../../simulate/seed.ts'

const seedsMax = 100

/** What the invariants must say of each. */
const symptoms: Readonly<Record<PlantedBug, RegExp>> = {
  'no stock condition': /onHand|is not negative|stock of sku_\w+ adds up/,
  'no event claim': /fen accrued on ord_\w+, \d+ are due/,
  'no idempotency': /place-order answered|held of sku_\w+ is|holds are counted|are not 1 to/,
  'late payment lost': /fen of pay_\w+ were paid: 0 are on the order \(cancelled\)/,
  'commission rounded twice': /fen of ord_\w+ are due beyond/,
  'standing not looked at': /against how (they|its introducer) stood/,
}

test.each(Object.keys(plantedBugs) as PlantedBug[])(
  `finds "%s" within ${seedsMax} seeds`,
  async (bug) => {
    let found: readonly string[] = []
    for (let seed = 1; seed <= seedsMax && found.length === 0; seed++)
      found = (await runSeed(seed, { tamper: plantedBugs[bug] })).found
    expect(found.join('\n')).toMatch(symptoms[bug])
  },
  60_000,
)
