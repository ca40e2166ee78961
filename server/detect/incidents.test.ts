import { expect, it } from 'vitest'
import type { Hit } from '#server/detections/engine/hit.ts'
import { HOUR_MS } from '#server/domain/time.ts'
import { Incidents } from './incidents.ts'

const START_MS = Date.UTC(2026, 10, 20)
const at = (hour: number) => START_MS + hour * HOUR_MS

function hit(key: string, hour: number): Hit {
  return {
    detectionId: 'x',
    kind: 'single',
    accountId: '111122223333',
    region: 'eu-west-1',
    fingerprint: `x:${key}`,
    severity: 'high',
    title: key,
    summary: '',
    functionName: null,
    functionArns: [],
    resources: [],
    actorArn: '',
    actorName: '',
    by: {
      accountId: '111122223333',
      actorArn: '',
      roleArn: null,
      tool: 'cli',
      sourceIp: null,
      functionName: null,
    },
    at: new Date(at(hour)),
    lastAt: new Date(at(hour)),
    count: 1,
    eventIds: [`${key}-${hour}`],
    evidence: [],
  }
}
const shown = (hits: Hit[]) => hits.map(({ title, count }) => `${title} ${count}`)

it('folds what belongs together over batches, and keeps it until nothing can be added', () => {
  const incidents = new Incidents()
  expect(incidents.add([hit('a', 0), hit('b', 0.5)], at(1))).toEqual([])
  expect(incidents.add([hit('a', 0.9)], at(3))).toEqual([])
  expect(incidents.add([], at(26.3))).toEqual([])
  expect(shown(incidents.add([hit('c', 27)], at(28)))).toEqual(['a 2', 'b 1'])
  expect(shown(incidents.rest())).toEqual(['c 1'])
  expect(incidents.rest()).toEqual([])
})

it('hands the oldest on where there are very many', () => {
  const incidents = new Incidents()
  const many = Array.from({ length: 25_000 }, (_, index) => hit(`k${index}`, index / 10_000))
  const handed = incidents.add(many, at(3))
  expect(handed).toHaveLength(15_000)
  expect(shown(handed.slice(0, 2))).toEqual(['k0 1', 'k1 1'])
  expect(incidents.rest()).toHaveLength(10_000)
})
