import { expect, it } from 'vitest'
import { trailRecord } from '#server/testing/records/trail-record.ts'
import { TimeOrder } from './time-order.ts'

const at = (minute: number) =>
  trailRecord({ eventTime: new Date(Date.UTC(2026, 10, 20, 9, minute)).toISOString() })
const minutes = (records: { eventTime: Date }[]) => records.map(({ eventTime }) => eventTime.getUTCMinutes())

it('puts all records in order as long as there are few', () => {
  const order = new TimeOrder()
  expect(order.add([at(5), at(1)], 2000)).toEqual([])
  expect(order.add([at(3)], 1000)).toEqual([])
  expect(minutes(order.rest())).toEqual([1, 3, 5])
  expect(order.rest()).toEqual([])
})

it.each([
  ['records', { records: 3, bytes: 1e9 }],
  ['bytes', { records: 1e9, bytes: 3500 }],
])('hands on the older half of too many %s, and keeps one whose clock jumped', (_, most) => {
  const order = new TimeOrder(most)
  expect(order.add([at(59), at(2), at(1)], 3000)).toEqual([])
  expect(minutes(order.add([at(3)], 1000))).toEqual([1, 2])
  expect(minutes(order.add([at(5), at(4)], 2000))).toEqual([3, 4])
  expect(minutes(order.rest())).toEqual([5, 59])
})
