import type { Service } from '#server/aws/operation.ts'
import { limitOf } from '#server/aws/rate-limit.ts'

/** Number of calls by `account|region|service:operation`. */
export type Calls = Record<string, number>

/** Metrics, events and credentials are polled at their own pace: they are no part of a sweep. */
const POLLED = new Set<Service>(['cloudwatch', 'cloudtrail', 'sts', 'ec2'])
/** Where the demo calls a service otherwise. */
const DEMO_NAMES: Record<string, Service> = { monitoring: 'cloudwatch', dynamodb: 'dynamodb-streams' }

function parts(key: string): { owner: string; service: Service; name: string } {
  const [account = '', region = '', operation = ''] = key.split('|')
  const [service = '', name = ''] = operation.split(':')
  return { owner: `${account}|${region}`, service: DEMO_NAMES[service] ?? (service as Service), name }
}

export function sweepCalls(calls: Calls): Calls {
  return Object.fromEntries(Object.entries(calls).filter(([key]) => !POLLED.has(parts(key).service)))
}

/** Those of one service only. */
export function callsOf(service: Service, calls: Calls): Calls {
  return Object.fromEntries(Object.entries(calls).filter(([key]) => parts(key).service === service))
}

export function since(before: Calls, after: Calls): Calls {
  const added = Object.entries(after).map(([key, n]) => [key, n - (before[key] ?? 0)] as const)
  return Object.fromEntries(added.filter(([, n]) => n > 0))
}

/** How long these calls take at the least where each account, region and rate is used in full from start to end. */
export function lowerBoundSeconds(calls: Calls): number {
  const seconds = new Map<string, number>()
  for (const [key, n] of Object.entries(calls)) {
    const { owner, service, name } = parts(key)
    const { bucket, perSecond } = limitOf({ service, name })
    const place = `${owner}|${bucket}`
    seconds.set(place, (seconds.get(place) ?? 0) + n / perSecond)
  }
  return Math.max(...seconds.values())
}

export const total = (calls: Calls) => Object.values(calls).reduce((sum, n) => sum + n, 0)

/** Calls by operation as a Markdown table, a column for each period. */
export function callTable(periods: Record<string, Calls>): string {
  const columns = Object.entries(periods).map(([title, calls]) => {
    const byOperation = new Map<string, number>()
    for (const [key, n] of Object.entries(calls)) {
      const operation = key.split('|')[2] ?? ''
      byOperation.set(operation, (byOperation.get(operation) ?? 0) + n)
    }
    return { title, byOperation }
  })
  const operations = [...new Set(columns.flatMap(({ byOperation }) => [...byOperation.keys()]))].sort()
  const rows = operations.map(
    (operation) =>
      `| ${operation} | ${columns.map(({ byOperation }) => (byOperation.get(operation) ?? 0).toLocaleString('en')).join(' | ')} |`,
  )
  const head = `| calls | ${columns.map(({ title }) => title).join(' | ')} |`
  return [head, `| --- |${columns.map(() => ' ---: |').join('')}`, ...rows].join('\n')
}
