import { DetectionEngine } from '#server/detections/engine/detection-engine.ts'
import type { Hit } from '#server/detections/engine/hit.ts'
import { MemoryState } from '#server/detections/engine/memory-state.ts'
import { mergeHits } from '#server/detections/engine/merge-hits.ts'
import { DETECTIONS } from '#server/detections/index.ts'
import { NO_CONTEXT } from '#server/detections/no-context.ts'
import { severityRank } from '#server/domain/severity.ts'
import { DAY_MS } from '#server/domain/time.ts'
import type { TrailRecord } from '#server/domain/trail/trail-record.ts'
import { atLeast, atMost, type Bench, type Measure } from './define-bench.ts'
import { type Agreement, agreementOf } from './detection-quality/agreement.ts'
import {
  failedCalls,
  isDataThere,
  ruleTests,
  type Technique,
  techniques,
} from './detection-quality/labelled.ts'
import { ORDINARY_DAYS, ordinaryContext, ordinaryTraffic } from './detection-quality/ordinary-traffic.ts'

/** It goes by the name that the public tools of attackers give themselves, and so by who wrote the records down. */
const GIVEN_AWAY = 'attack-tool'
const say = (text: string) => process.stderr.write(`${text}\n`)

function run(records: readonly TrailRecord[], context = NO_CONTEXT): Hit[] {
  const engine = new DetectionEngine({ detections: DETECTIONS })
  const state = new MemoryState()
  const hits: Hit[] = []
  const inOrder = records.toSorted((one, other) => one.eventTime.getTime() - other.eventTime.getTime())
  for (let from = 0; from < inOrder.length; from += 500) {
    const result = engine.run(inOrder.slice(from, from + 500), context, state)
    hits.push(...result.hits)
    for (const { detectionId, error } of result.failures) throw new Error(`${detectionId}: ${error}`)
  }
  return mergeHits(hits)
}

const isAlert = ({ severity }: Hit) => severityRank(severity) <= severityRank('medium')
const idsOf = (hits: readonly Hit[]) => [...new Set(hits.map(({ detectionId }) => detectionId))].sort()

function tellTechniques(all: readonly Technique[]): number {
  let found = 0
  say('\n| technique | records | found by |\n| --- | ---: | --- |')
  for (const { id, records } of all) {
    const ids = idsOf(run(records)).filter((one) => one !== GIVEN_AWAY)
    if (ids.length > 0) found += 1
    say(`| ${id} | ${records.length} | ${ids.join(', ') || '**nothing**'} |`)
  }
  return found
}

function tellAgreement(all: readonly Agreement[]): void {
  say('\n| public rule | ours | agree |\n| --- | --- | ---: |')
  for (const { rule, ours, agreed, tests, differ, outside } of all) {
    if (tests > 0) say(`| ${rule} | ${ours.join(', ')} | ${agreed} of ${tests} |`)
    for (const one of differ) say(`|   differs: ${one} | | |`)
    if (outside) say(`| ${rule} | out of scope (${outside.tests} tests): ${outside.why} | |`)
  }
}

function onOrdinaryTraffic(): Measure[] {
  const records = ordinaryTraffic()
  const judgedFromMs = (records[0]?.eventTime.getTime() ?? 0) + 15 * DAY_MS
  const judged = records.filter(({ eventTime }) => eventTime.getTime() >= judgedFromMs)
  const hits = run(records, ordinaryContext)
  const alerts = hits.filter((hit) => isAlert(hit) && hit.lastAt.getTime() >= judgedFromMs)
  for (const [id, ones] of Map.groupBy(alerts, ({ detectionId }) => detectionId))
    say(`  on ordinary traffic: ${id} (${ones.length}), as "${ones[0]?.title}"`)
  const all = (1000 * hits.filter(isAlert).length) / records.length
  return [
    atMost(
      `medium or higher alerts in 1,000 of ${judged.length.toLocaleString('en')} ordinary records, after two weeks`,
      (1000 * alerts.length) / judged.length,
      1,
      '',
    ),
    atMost(`  in all ${ORDINARY_DAYS} days`, all, 1, ''),
  ]
}

/** How many of the public techniques are found, how far public rules agree, and what ordinary traffic raises. */
export const detectionQuality: Bench = {
  name: 'detection-quality',
  run: async () => {
    const ordinary = onOrdinaryTraffic()
    if (!isDataThere) {
      say(
        '  the public labelled records are not beside the repository: techniques and rules are not measured',
      )
      return ordinary
    }
    const all = techniques()
    const found = tellTechniques(all)
    const agreements = agreementOf(ruleTests())
    tellAgreement(agreements)
    const tests = agreements.reduce((sum, one) => sum + one.tests, 0)
    const agreed = agreements.reduce((sum, one) => sum + one.agreed, 0)
    const outside = agreements.reduce((sum, one) => sum + (one.outside?.tests ?? 0), 0)
    const failed = failedCalls()
    const raised = run(failed).filter(isAlert)
    for (const { detectionId, title } of raised) say(`  on failed calls: ${detectionId}, "${title}"`)
    return [
      atLeast(`techniques found, of ${all.length}`, found, all.length, ''),
      atLeast(`agreement with public rules, ${tests} tests in scope`, (100 * agreed) / tests, 95, '%'),
      { figure: '  tests of public rules out of scope', value: outside, unit: '', goal: '', met: true },
      ...ordinary,
      {
        figure: `medium or higher alerts on ${failed.length} failed calls`,
        value: raised.length,
        unit: '',
        goal: '',
        met: true,
      },
    ]
  },
}
