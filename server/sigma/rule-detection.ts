import { type Detection, defineDetection } from '#server/detections/define-detection.ts'
import { actMatch, ranIn, whoIn } from '#server/detections/facts/act-match.ts'
import { aboutRule, fieldsOf } from './about-rule.ts'
import type { ReadRule } from './read-rule.ts'
import { indexOf } from './scope.ts'

/** A Sigma rule of single records as a detection that runs beside ours. */
export function ruleDetection(id: string, { rule, test }: ReadRule, definition: string): Detection {
  const about = aboutRule(id, rule, definition)
  const evidence = fieldsOf(rule)
  return defineDetection({
    ...about,
    ...indexOf(test.scope),
    kind: 'single',
    evaluate: (record) =>
      test.holds(record)
        ? actMatch(record, {
            of: record.functionName ?? record.eventSource,
            title: `${about.title}: ${whoIn(record)}`,
            summary: `${ranIn(record)}.`,
            evidence: evidence(record),
          })
        : undefined,
  })
}
