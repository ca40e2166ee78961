import { describe, expect, it } from 'vitest'
import { DAY_MS, HOUR_MS, MINUTE_MS } from '#server/domain/time.ts'
import { explain, type Scored, SeriesModel } from './series-model.ts'

/** A Monday. */
const START_MS = Date.parse('2026-03-02T00:00:00Z')

/** As good as chance between -0.5 and 0.5, and the same each time. */
function scatter(hours: number): number {
  const wild = Math.sin(hours * 12.9898 + 78.233) * 43758.5453
  return wild - Math.floor(wild) - 0.5
}

type Shape = (hours: number) => number | null
const FIVE_MINUTES = 5 * MINUTE_MS
const day = (hours: number) => 1 + 0.8 * Math.sin((hours * 2 * Math.PI) / 24)
const isWeekend = (hours: number) => Math.floor(hours / 24) % 7 >= 5

const steady: Shape = (hours) => 100 + 20 * scatter(hours)
const daily: Shape = (hours) => 100 * day(hours) * (1 + 0.1 * scatter(hours))
const weekly: Shape = (hours) => (isWeekend(hours) ? 0.4 : 1) * 100 * day(hours) * (1 + 0.1 * scatter(hours))

function feed(shape: Shape, days: number, stepMs = FIVE_MINUTES, model = new SeriesModel()) {
  const anomalies: (Scored & { hours: number })[] = []
  for (let at = 0; at < days * DAY_MS; at += stepMs) {
    const hours = at / HOUR_MS
    const value = shape(hours)
    const scored = value === null ? null : model.score(START_MS + at, value)
    if (scored?.isAnomaly) anomalies.push({ ...scored, hours })
  }
  return { model, anomalies }
}

/** The shape, but for what `change` makes of it from a day on. */
const from =
  (fromDay: number, shape: Shape, change: Shape): Shape =>
  (hours) =>
    hours < fromDay * 24 ? shape(hours) : change(hours)

describe('SeriesModel', () => {
  it.each<[string, Shape, number]>([
    ['scattered values', steady, FIVE_MINUTES],
    ['a day of hours', daily, HOUR_MS],
    ['a day of minutes', daily, MINUTE_MS],
    ['weekends', weekly, FIVE_MINUTES],
    ['slow growth', (hours) => 100 + hours / 24 + 20 * scatter(hours), FIVE_MINUTES],
    ['a spike at the same time each day', (hours) => (hours % 24 === 3 ? 900 : steady(hours)), FIVE_MINUTES],
    ['bursts every few hours', (hours) => (hours % 7 < 1 ? 500 + 100 * scatter(hours) : 5), FIVE_MINUTES],
    ['a single count now and then', (hours) => (scatter(hours) > 0.49 ? 1 : 0), FIVE_MINUTES],
    ['nothing but zeros', () => 0, FIVE_MINUTES],
    [
      'a third of the points missing',
      (hours) => (scatter(hours * 3) > 0.17 ? null : steady(hours)),
      FIVE_MINUTES,
    ],
    [
      'a day that moves by an hour with the clocks',
      (hours) => daily(hours < 600 ? hours : hours + 1),
      FIVE_MINUTES,
    ],
  ])('finds next to nothing in six weeks of %s, once two were seen', (_what, shape, stepMs) => {
    const late = feed(shape, 42, stepMs).anomalies.filter(({ hours }) => hours >= 14 * 24)
    expect(late.length).toBeLessThanOrEqual(4)
  })

  it.each<[string, Shape, Scored['kind'], string]>([
    ['a spike', from(21, steady, () => 400), 'spike', '2026-03-23T00:00'],
    ['a drop', from(21, steady, () => 20), 'drop', '2026-03-23T00:00'],
    ['nothing any more', from(21, steady, () => 0), 'silence', '2026-03-23T00:00'],
    [
      'the first errors after weeks',
      from(
        21,
        () => 0,
        () => 40,
      ),
      'spike',
      '2026-03-23T00:00',
    ],
    ['a day’s value in the night', from(21.75, daily, () => 170), 'spike', '2026-03-23T18:00'],
    [
      'nothing, at noon of a series that sleeps at night',
      from(
        28.25,
        (h) => (h % 24 < 12 ? daily(h) : 0),
        () => 0,
      ),
      'silence',
      '2026-03-30T06:00',
    ],
    [
      'a unit that changes',
      from(21, steady, (hours) => 1000 * (steady(hours) ?? 0)),
      'spike',
      '2026-03-23T00:00',
    ],
  ])('finds %s within ten minutes', (_what, shape, kind, at) => {
    const fromHours = (Date.parse(`${at}:00Z`) - START_MS) / HOUR_MS
    const first = feed(shape, fromHours / 24 + 0.5).anomalies.find(({ hours }) => hours >= fromHours)
    expect(first).toMatchObject({ kind, isWarm: true })
    expect(first?.hours).toBeLessThanOrEqual(fromHours + 1 / 6)
  })

  it.each<[string, Shape]>([
    ['a slightly higher level', (hours) => 106 + 20 * scatter(hours)],
    ['wilder scatter within the same bounds', (hours) => 100 + 10 * Math.sign(scatter(hours))],
  ])('finds %s within a day', (_what, change) => {
    const { anomalies } = feed(from(21, steady, change), 22)
    expect(anomalies.some(({ hours }) => hours >= 21 * 24)).toBe(true)
  })

  it('tells of an incident once, and that it goes on by the score', () => {
    const { model, anomalies } = feed(
      from(21, steady, () => 400),
      21 + 2 / 24,
    )
    expect(anomalies.filter(({ hours }) => hours >= 21 * 24)).toHaveLength(1)
    const worse = model.score(START_MS + 21 * DAY_MS + 2 * HOUR_MS, 4000)
    expect(worse).toMatchObject({ isAnomaly: false, score: 0.49 })
  })

  it('tells a second time of what came back after days, and takes it for usual the third time', () => {
    const visits = [21, 25, 29, 33]
    const shape: Shape = (hours) => (visits.includes(hours / 24) ? 400 : steady(hours))
    const told = feed(shape, 34).anomalies.filter(({ hours }) => visits.includes(hours / 24))
    expect(told.map(({ hours }) => hours / 24)).toEqual([21, 25])
    expect(told.map(({ firstInDays }) => firstInDays)).toEqual([21, null])
  })

  it('takes a new level for usual after a week', () => {
    const higher: Shape = (hours) => 3 * (steady(hours) ?? 0)
    const { model } = feed(from(14, steady, higher), 24)
    const soon = START_MS + 24 * DAY_MS
    expect(model.score(soon, 305)).toMatchObject({ isAnomaly: false })
    expect(model.score(soon + FIVE_MINUTES, 0)).toMatchObject({ isAnomaly: true, kind: 'silence' })
  })

  it('expects what is usual for the hour, and for the day of the week once it was seen', () => {
    const { model } = feed(weekly, 33.25)
    const saturdayMs = START_MS + 33.25 * DAY_MS
    const scored = model.score(saturdayMs, 72)
    expect(scored).toMatchObject({ isAnomaly: false, usualAt: 'Saturday 06:00' })
    expect(scored?.expected).toBeGreaterThan(60)
    expect(scored?.expected).toBeLessThan(85)
    expect(scored?.lower).toBeLessThan(72)
    expect(scored?.upper).toBeGreaterThan(72)
  })

  it.each<[string, Shape, number]>([
    ['one call an hour', (hours) => (hours % 1 < 1 / 24 ? 1 : 0), 1],
    ['a batch every eleven hours', (hours) => (hours % 11 < 1 ? 500 : 5), 500],
  ])('reaches about as far as %s, once that was seen for two weeks', (_what, shape, highest) => {
    const scored = feed(shape, 14).model.score(START_MS + 14 * DAY_MS, 0)
    expect(scored?.upper).toBeGreaterThan(0.8 * highest)
    expect(scored?.upper).toBeLessThan(4 * highest)
  })

  it('knows nothing at first, and calls nothing unusual on the first day', () => {
    const model = new SeriesModel()
    expect(model.score(START_MS, 5)).toMatchObject({
      expected: null,
      lower: null,
      upper: null,
      isWarm: false,
    })
    expect(model.score(START_MS + HOUR_MS, 5000)).toMatchObject({ score: 0, isAnomaly: false, isWarm: false })
    expect(feed(steady, 0.9).model.score(START_MS + 0.9 * DAY_MS, 5000)).toMatchObject({ isWarm: false })
  })

  it('starts anew after four weeks without a point', () => {
    const { model } = feed(steady, 3)
    expect(model.score(START_MS + 40 * DAY_MS, 9999)).toMatchObject({ expected: null, isWarm: false })
  })
})

describe('explain', () => {
  const at = (shape: Shape, days: number, value: number) => {
    const scored = feed(shape, days).model.score(START_MS + days * DAY_MS, value)
    return scored && explain(scored, { unit: 'ms' })
  }

  it('says how many times the usual it is, for when, and since when nothing was like it', () => {
    expect(at(weekly, 33.25, 1300)).toMatch(
      /^1[78](\.\d)? times the usual for Saturday 06:00; first time in 28 days$/,
    )
    expect(at(steady, 10, 300)).toMatch(/^[23](\.\d+)? times the usual; first time in 10 days$/)
  })

  it('says what is lacking', () => {
    expect(at(steady, 10, 0)).toMatch(/^nothing, where \d+(\.\d)? ms is the usual; first time in 10 days$/)
    expect(at(steady, 10, 30)).toMatch(/^30(\.\d)? % of the usual, \d+(\.\d)? ms; first time in 10 days$/)
  })

  it('says that it still learns', () => {
    expect(at(steady, 0.5, 300)).toMatch(/; still learning what is usual$/)
    const first = new SeriesModel().score(START_MS, 5)
    expect(first && explain(first, { unit: '' })).toBe('Nothing is known yet of what is usual.')
  })
})
