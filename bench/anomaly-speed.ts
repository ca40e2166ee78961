import { SeriesModel } from '#server/baselines/model/series-model.ts'
import { MINUTE_MS } from '#server/domain/time.ts'
import { atLeast, atMost, type Bench, percentile } from './define-bench.ts'

const POINTS = 1_000_000
const SERIES = 2_000
const ROUNDS = 5
const START_MS = Date.UTC(2026, 0, 1)

/** A day's wave with scatter, as the traffic of a function has. */
const valueAt = (index: number) => {
  const wild = Math.sin(index * 12.9898) * 43758.5453
  return 100 + 60 * Math.sin((index * 2 * Math.PI) / 1440) + 20 * (wild - Math.floor(wild))
}

/** Of a second that a core really spent on it, whatever else the machine does. */
function rateOf(points: number, run: () => void): number {
  const rates = Array.from({ length: ROUNDS }, () => {
    const before = process.cpuUsage()
    run()
    const { user, system } = process.cpuUsage(before)
    return points / ((user + system) / 1e6)
  })
  return percentile(rates, 0.5)
}

function oneSeries(): void {
  const model = new SeriesModel()
  for (let index = 0; index < POINTS; index += 1) model.score(START_MS + index * MINUTE_MS, valueAt(index))
}

/** As the poller does: a few new points for each of many series, each out of its stored state and back into it. */
function manySeries(states: Uint8Array[]): void {
  for (const [index, state] of states.entries()) {
    const model = SeriesModel.restore(state)
    for (let at = 0; at < 5; at += 1) model.score(START_MS + (1 + at) * MINUTE_MS, valueAt(index + at))
    model.save()
  }
}

/** How many points a second one core scores, and how much is kept of a series. */
export const anomalySpeed: Bench = {
  name: 'anomaly-speed',
  run: async () => {
    const states = Array.from({ length: SERIES }, (_, index) => {
      const model = new SeriesModel()
      model.score(START_MS, valueAt(index))
      return model.save()
    })
    return [
      atLeast('points scored, one series, one core', rateOf(POINTS, oneSeries), 100_000, '/s'),
      atLeast(
        'points scored, five a series, from stored states',
        rateOf(5 * SERIES, () => manySeries(states)),
        100_000,
        '/s',
      ),
      atMost('state of a series', new SeriesModel().save().byteLength, 4096, 'bytes'),
    ]
  },
}
