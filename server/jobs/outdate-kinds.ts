import { createHash } from 'node:crypto'
import type { ResourceKind } from '#server/domain/records/resource-kind.ts'
import { moveCursor, readCursor } from '#server/store/cursors.ts'
import type { WorkerContext } from './define-job.ts'
import { sourceCollectors } from './source-collectors.ts'
import { sourceInputOf } from './source-inputs.ts'
import { type SweepCursor, sweepCursorOf } from './sweep-kind.ts'
import type { Target } from './targets.ts'

/** Of these only what is named is asked for, so that what was not asked for yet must not be taken for gone. */
const ASKED_BY_NAME: readonly ResourceKind[] = [
  'image-repository',
  'kms-key',
  'layer',
  'log-group',
  'topic',
  'vpc',
]

/** Tells whether a collector would be told something else now; undefined where it is told nothing. */
export const inputHashOf = (input: unknown): string | undefined =>
  input === undefined ? undefined : createHash('sha256').update(JSON.stringify(input)).digest('base64url')

/**
 * Notes of which kinds other things are named by now than when they were last listed: until they are listed again,
 * nobody says of one that it does not exist.
 */
export async function outdateKinds({ store, clock }: WorkerContext, target: Target): Promise<void> {
  for (const { id, kind, part } of sourceCollectors('region')) {
    if (!ASKED_BY_NAME.includes(kind)) continue
    const collector = sweepCursorOf(kind, part)
    const key = { collector, accountId: target.account.id, region: target.region }
    const cursor = await readCursor<SweepCursor>(store.pool, key)
    if (!cursor || cursor.outdated) continue
    const inputHash = inputHashOf(await sourceInputOf(store.pool, target, id))
    if (inputHash === cursor.inputHash) continue
    await moveCursor(store.pool, key, { ...cursor, outdated: true }, new Date(clock()))
  }
}
