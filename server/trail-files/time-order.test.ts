import { expect, it } from 'vitest'
import { trailRecord } from '#server/testing/records/trail-record.ts'
import { TimeOrder } from './time-order.ts'

const at = (minute: number) =>
  trailRecord({ eventTime: new Date(Date.UTC(2026, 10, 20, 0, minute)).toISOString() })
const minutes = (records: { eventTime: Date }[]) =>
  records.map(({ eventTime }) => (eventTime.getTime() - Date.UTC(2026, 10, 20)) / 60_000)
const wide = { records: 1e9, bytes: 1e9 }

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
])('hands on the older half of too many %s', (_, ordered) => {
  const order = new TimeOrder({ ordered, disordered: wide })
  expect(order.add([at(9), at(2), at(1)], 3000)).toEqual([])
  expect(minutes(order.add([at(3)], 1000))).toEqual([1, 2])
  expect(minutes(order.add([at(5), at(4)], 2000))).toEqual([3, 4])
  expect(minutes(order.rest())).toEqual([5, 9])
})

it('holds more from when the newest turn out to come first, and hands on the older half of that too', () => {
  const order = new TimeOrder({
    ordered: { records: 3, bytes: 1e9 },
    disordered: { records: 7, bytes: 1e9 },
  })
  expect(order.add([at(400), at(350), at(300), at(250)], 4000)).toEqual([])
  expect(order.add([at(200), at(150), at(100)], 3000)).toEqual([])
  expect(minutes(order.add([at(50)], 1000))).toEqual([50, 100, 150, 200])
  expect(minutes(order.rest())).toEqual([250, 300, 350, 400])
})

it('lets a record whose clock jumped ahead wait for the others', () => {
  const order = new TimeOrder({ ordered: { records: 3, bytes: 1e9 }, disordered: { records: 5, bytes: 1e9 } })
  expect(order.add([at(1), at(1000), at(2)], 3000)).toEqual([])
  expect(minutes(order.add([at(3), at(4), at(5)], 3000))).toEqual([1, 2, 3])
  expect(minutes(order.add([at(6), at(7), at(8)], 3000))).toEqual([4, 5, 6])
  expect(minutes(order.rest())).toEqual([7, 8, 1000])
})
