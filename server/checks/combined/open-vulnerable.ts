import { datedRuntime, isVerdict } from '#server/checks/code/runtime-dates.ts'
import { type Hole, holesByInspector, holesInCode } from '#server/checks/code/vulnerable-packages.ts'
import { defineCheck } from '#server/checks/define-check.ts'
import type { Surroundings } from '#server/domain/posture/surroundings.ts'
import type { FunctionRecord } from '#server/domain/records/function-record.ts'
import { OPEN_CHECKS, openPart } from './open-part.ts'
import { breakApart } from './open-remedy.ts'
import { holds, judgeTogether, missing, type PartFound, unseen } from './part.ts'

const isSevere = ({ severity, exploited }: Hole) =>
  severity === 'critical' || severity === 'high' || exploited

function vulnerablePart(record: FunctionRecord, around: Surroundings): PartFound {
  const code = holesInCode(record, around)
  const inspector = holesByInspector(record, around)
  const severe = [...inspector.holes, ...code.holes].filter(isSevere)
  if (severe.length > 0) {
    return holds(
      `its packages have ${severe.length === 1 ? 'a severe vulnerability that is known' : `${severe.length} severe vulnerabilities that are known`}`,
      severe
        .slice(0, 10)
        .map(({ id, severity, package: name }) => ({ label: id, value: `${severity}, ${name}` })),
    )
  }
  const dated = datedRuntime(record, [])
  const blockedOn = isVerdict(dated) ? null : dated.schedule.updateBlockedOn
  if (blockedOn !== null && !isVerdict(dated) && around.now >= Date.parse(blockedOn)) {
    const words = 'its runtime is so old that it cannot be updated any more'
    return holds(words, [{ label: dated.runtime, value: `Updates blocked since ${blockedOn}` }])
  }
  if (isVerdict(dated) && dated.state === 'unknown') return unseen(dated.reason)
  const wasLooked = [code, inspector].some(({ by, unseen: hidden }) => by.length > 0 && hidden.length === 0)
  if (wasLooked)
    return missing(
      'No severe vulnerability of its packages is known, and its runtime is supported or can be updated.',
    )
  return unseen(
    `Its packages were not evaluated: ${[...code.unseen, ...inspector.unseen][0] ?? 'nothing looked at them'}.`,
  )
}

export const openVulnerable = defineCheck({
  id: 'open-vulnerable',
  title: 'Open to everyone with known vulnerabilities',
  group: 'combined',
  kind: 'function',
  severity: 'critical',
  severityNote: null,
  alerts: true,
  parts: [...OPEN_CHECKS, 'vulnerable-dependencies', 'runtime-deprecated'],
  why: 'Programs that use known holes try every address they find. A function that anyone can invoke is found within days.',
  references: ['https://docs.aws.amazon.com/inspector/latest/user/scanning-lambda.html'],
  needs: ['functions'],
  elsewhere: [],
  risks: ['insecure-dependencies', 'broken-authentication'],
  alertTitle: (record) => `Open to everyone with known vulnerabilities: ${record.name}`,
  evaluate: (record, around) => judgeTogether(record, around, [openPart, vulnerablePart]),
  remediate: () =>
    breakApart('Update the packages or the runtime; until then put a web ACL or an authorizer before it.'),
})
