import { describe, expect, it } from 'vitest'
import { MINUTE_MS } from '#server/domain/time.ts'
import { anomaly, ONSET_MS } from './anomaly-for-test.ts'
import { groupAnomalies, type OpenIncident } from './group-anomalies.ts'

const later = (minutes: number) => ONSET_MS + minutes * MINUTE_MS
const at = (minutes: number, functionName = 'orders-api', endedMs: number | null = null) =>
  anomaly({ functionName, startedMs: later(minutes), lastMs: later(minutes), endedMs })

function groupsOf(list: ReturnType<typeof at>[], incidents: OpenIncident[] = []): (string | undefined)[] {
  let next = 0
  const groups = groupAnomalies(incidents, list, () => `new-${next++}`)
  return list.map(({ key }) => groups.get(key))
}
const open: OpenIncident = {
  id: 'old',
  startedMs: later(-60),
  lastOnsetMs: later(-55),
  endedMs: null,
  functions: new Set(['orders-api']),
}

describe('groupAnomalies', () => {
  it('makes one incident of forty functions', () => {
    const forty = Array.from({ length: 40 }, (_, i) => at(i % 3, `function-${i}`))
    expect(new Set(groupsOf(forty))).toEqual(new Set(['new-0']))
  })

  it.each([
    ['what begins together', [at(0), at(5, 'refunds')], ['new-0', 'new-0']],
    ['what begins an hour later', [at(0, 'orders-api', later(5)), at(60, 'refunds')], ['new-0', 'new-1']],
    ['one function again soon', [at(0, 'orders-api', later(5)), at(30)], ['new-0', 'new-0']],
    ['one function again hours later', [at(0, 'orders-api', later(5)), at(180)], ['new-0', 'new-1']],
    [
      'a chain, up to half an hour',
      [at(0, 'a'), at(10, 'b'), at(20, 'c'), at(30, 'd'), at(40, 'e')],
      ['new-0', 'new-0', 'new-0', 'new-0', 'new-1'],
    ],
  ])('knows %s', (_what, list, groups) => {
    expect(groupsOf(list)).toEqual(groups)
  })

  it('lets an open incident take what its functions go on with, and nothing else', () => {
    expect(groupsOf([at(0), at(0, 'refunds', later(5))], [open])).toEqual(['old', 'new-0'])
  })

  it('gives the same whatever the order', () => {
    const list = [at(0, 'a'), at(10, 'b'), at(25, 'c'), at(90, 'd')]
    expect(groupsOf(list.toReversed()).toReversed()).toEqual(groupsOf(list))
  })
})
