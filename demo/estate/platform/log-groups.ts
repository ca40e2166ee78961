import type { Partition } from '#demo/estate/model.ts'
import { fate } from '#demo/estate/sources/grants.ts'
import { sharedKeyArn } from './keys.ts'

export type LogGroupSpec = {
  name: string
  retentionDays?: number
  kmsKeyArn?: string
  storedBytes: number
  createdMs: number
}

/** What was left behind by functions that are gone, and what other services write. */
const others = ['/aws/lambda/old-portal-api', '/aws/lambda/migration-2024', '/aws/rds/proxy/orders']

/**
 * The log groups of a region. Functions mostly keep their logs for a limited time: one in twelve keeps them for ever,
 * one in fifteen for a day. Those that never ran have none.
 */
export function makeLogGroups({ account, region, functions }: Partition): LogGroupSpec[] {
  if (functions.length === 0) return []
  const key = sharedKeyArn(account, region, 'alias/shop-logs')
  const groups = functions
    .filter(({ traffic }) => traffic.kind !== 'idle')
    .map(({ name, arn, createdMs }): LogGroupSpec => {
      const draw = fate(arn, 'log-group')
      return {
        name: `/aws/lambda/${name}`,
        ...(draw < 0.08 ? {} : { retentionDays: draw < 0.15 ? 1 : draw < 0.5 ? 30 : draw < 0.8 ? 90 : 365 }),
        ...(account.env === 'prod' && draw > 0.4 ? { kmsKeyArn: key } : {}),
        storedBytes: Math.round(draw * 40_000_000),
        createdMs,
      }
    })
  const left = others.map((name) => ({ name, storedBytes: 7_340_032, createdMs: Date.UTC(2024, 2, 1) }))
  return [...groups, ...left].sort((a, b) => (a.name < b.name ? -1 : 1))
}
