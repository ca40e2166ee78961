import { randomUUID } from 'node:crypto'
import { HOUR_MS } from '#server/domain/time.ts'
import type { DetectionHit } from '#server/store/generated/client.ts'
import type { Store } from '#server/store/store.ts'
import { ACCOUNT_ID, NOW, REGION } from './factories.ts'

/** Stores a hit of an hour ago, with what a test says of it. */
export function makeHit(store: Store, values: Partial<DetectionHit> = {}): Promise<DetectionHit> {
  const id = randomUUID()
  const at = values.at ?? new Date(NOW - HOUR_MS)
  const { evidence, ...rest } = values
  return store.prisma.detectionHit.create({
    data: {
      id,
      detectionId: 'functions-deleted',
      accountId: ACCOUNT_ID,
      region: REGION,
      fingerprint: `functions-deleted:${id}`,
      severity: 'high',
      title: '5 functions deleted by ann',
      summary: 'ann ran DeleteFunction for 5 functions.',
      actorArn: `arn:aws:iam::${ACCOUNT_ID}:user/ann`,
      actorName: 'ann',
      at,
      lastAt: at,
      events: 5,
      eventIds: [`event-${id}`],
      evidence: evidence ?? [],
      ...rest,
    },
  })
}
