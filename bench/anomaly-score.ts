import { SeriesModel } from '#server/baselines/model/series-model.ts'
import { ALTERATIONS } from './anomaly-score/altered-series.ts'
import {
  cloudwatchSeries,
  isDataThere,
  type Series,
  serviceSeries,
  type WindowedSeries,
} from './anomaly-score/labelled-series.ts'
import { numentaScore, windowScore } from './anomaly-score/numenta-score.ts'
import { pointAdjusted, precisionAndRecall } from './anomaly-score/point-adjusted.ts'
import { atLeast, type Bench, type Measure } from './define-bench.ts'

const say = (text: string) => process.stderr.write(`${text}\n`)
const plain = (figure: string, value: number, unit = ''): Measure => ({
  figure,
  value,
  unit,
  goal: '',
  met: true,
})

function anomaliesOf({ atMs, values }: Series): number[] {
  const model = new SeriesModel()
  return values.flatMap((value, row) => (model.score(atMs[row] ?? Number.NaN, value)?.isAnomaly ? [row] : []))
}

const scoreOf = (all: readonly WindowedSeries[]) =>
  numentaScore(all.map((series) => windowScore(series, anomaliesOf(series))))

function onCloudwatch(): Measure[] {
  const all = cloudwatchSeries()
  const scores = all.map((series) => windowScore(series, anomaliesOf(series)))
  say('\n| series of CloudWatch | windows found | false alarms |\n| --- | ---: | ---: |')
  for (const [at, { found, windows, falseAlarms }] of scores.entries())
    say(`| ${all[at]?.name.replace('cloudwatch/', '')} | ${found} of ${windows} | ${falseAlarms} |`)
  const altered = Object.entries(ALTERATIONS).map(([how, alter]) => [how, scoreOf(all.map(alter))] as const)
  say('\n| the same series | score |\n| --- | ---: |')
  for (const [how, score] of altered) say(`| ${how} | ${score.toFixed(1)} |`)
  const mean = altered.reduce((sum, [, score]) => sum + score, 0) / altered.length
  const falseAlarms = scores.reduce((sum, one) => sum + one.falseAlarms, 0)
  return [
    atLeast('Numenta’s standard profile, 9 series of CloudWatch', numentaScore(scores), 90, ''),
    plain('  false alarms in two weeks of 9 series', falseAlarms),
    plain(`  mean of the same after ${altered.length} changes of the data`, mean),
    plain('  the worst of them', Math.min(...altered.map(([, score]) => score))),
  ]
}

function onServices(): Measure[] {
  const all = serviceSeries()
  const counts = all.map((series) => pointAdjusted(series, new Set(anomaliesOf(series))))
  const { precision, recall, f1 } = precisionAndRecall(counts)
  return [
    plain(`point-adjusted F1, ${all.length} series of services`, 100 * f1, '%'),
    plain('  precision', 100 * precision, '%'),
    plain('  recall', 100 * recall, '%'),
  ]
}

/** How well anomalies are found in public series with labels, with the one threshold that every series has. */
export const anomalyScore: Bench = {
  name: 'anomaly-score',
  run: async () => {
    if (isDataThere) return [...onCloudwatch(), ...onServices()]
    say('  the public labelled series are not beside the repository: anomalies are not measured')
    return []
  },
}
