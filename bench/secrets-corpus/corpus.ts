import type { Entry } from './entry.ts'
import { LOOK_ALIKES } from './look-alikes.ts'
import { OTHER_SECRETS } from './other-secrets.ts'
import { Random } from './random.ts'
import { VENDOR_KEYS } from './vendor-keys.ts'

type Shape = readonly [kind: string, names: readonly string[], value: (random: Random) => string]

const SEED = 20_261_120

function entries(shapes: readonly Shape[], count: number, random: Random): Entry[] {
  return Array.from({ length: count }, (_, i) => {
    const [kind, names, value] = shapes[i % shapes.length] ?? ['', [], () => '']
    return { kind, name: random.pick(names), value: value(random) }
  })
}

/** Invented variables, the same in each run: each shape in turn, so that none counts for more than its share. */
export function makeCorpus(secrets: number, lookAlikes: number): { secrets: Entry[]; lookAlikes: Entry[] } {
  const random = new Random(SEED)
  return {
    secrets: entries([...VENDOR_KEYS, ...OTHER_SECRETS], secrets, random),
    lookAlikes: entries(LOOK_ALIKES, lookAlikes, random),
  }
}
