import { defineCheck } from '#server/checks/define-check.ts'
import { listSome } from '#server/domain/access/risks/lower-severity.ts'
import type { Surroundings } from '#server/domain/posture/surroundings.ts'
import type { FunctionRecord } from '#server/domain/records/function-record.ts'
import type { Verdict } from '#server/domain/verdict.ts'
import { madeForPlatform, notApplicable, pass, unknown, whyUnseen } from './verdicts.ts'

const MOST_COMPARED = 50

/** Frameworks deploy one package for all handlers of a service: only the same handler is the same program. */
function hasSameHandler(record: FunctionRecord, arn: string, around: Surroundings): boolean {
  const other = around.find('function', arn)
  if (other.state !== 'known') return false
  const [mine, its] = [record.handler, other.value.handler]
  return mine.state === 'known' && its.state === 'known'
    ? mine.value === its.value
    : mine.state === 'absent' && its.state === 'absent'
}

function evaluate(record: FunctionRecord, around: Surroundings): Verdict {
  const made = madeForPlatform(record)
  if (made) return made
  const { codeSha256 } = record
  if (codeSha256.state === 'absent') return notApplicable('Its code has no digest.')
  if (codeSha256.state !== 'known') return unknown(`The digest of its code: ${whyUnseen(codeSha256)}.`)
  const same = around.sameCode(codeSha256.value, record.arn)
  if (same.state !== 'known') return unknown(`Which functions have the same code: ${whyUnseen(same)}.`)
  const twins = same.value
    .slice(0, MOST_COMPARED)
    .filter(({ arn }) => hasSameHandler(record, arn, around))
    .map(({ name }) => name)
  if (twins.length === 0)
    return pass({
      label: 'Same package',
      value: same.value.length > 0 ? `${same.value.length} functions, with other handlers` : 'none',
    })
  return {
    state: 'fail',
    severity: 'low',
    summary: `${listSome(twins)} ${twins.length === 1 ? 'has' : 'have'} the same code and handler.`,
    evidence: [
      { label: 'Same code', value: listSome(twins, 30) },
      { label: 'Digest', value: codeSha256.value },
    ],
  }
}

export const identicalCode = defineCheck({
  id: 'identical-code',
  title: 'Several functions with the same code',
  group: 'governance',
  kind: 'function',
  severity: 'low',
  severityNote: null,
  why: 'Copies drift apart: one of them misses the next fix. Often one is a trial that nobody deleted.',
  references: ['https://docs.aws.amazon.com/lambda/latest/dg/best-practices.html'],
  needs: ['functions'],
  elsewhere: ['sls-dev-tools no-identical-code'],
  risks: ['ungoverned-assets'],
  evaluate,
  remediate: (record) => ({
    text: `Keep one of them, and tell environments or tenants apart by its settings or event. Accept the finding where ${record.name} is a copy on purpose.`,
    cli: null,
    cloudformation: null,
    terraform: null,
  }),
})
