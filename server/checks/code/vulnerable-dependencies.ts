import { defineCheck } from '#server/checks/define-check.ts'
import { isOnInternet, pass, unknown } from '#server/checks/secrets/verdicts.ts'
import type { Surroundings } from '#server/domain/posture/surroundings.ts'
import type { FunctionRecord } from '#server/domain/records/function-record.ts'
import { SEVERITIES, severityRank } from '#server/domain/severity.ts'
import type { Verdict } from '#server/domain/verdict.ts'
import { type Hole, holesByInspector, holesInCode } from './vulnerable-packages.ts'

const SHOWN = 20

function evaluate(record: FunctionRecord, around: Surroundings): Verdict {
  const code = holesInCode(record, around)
  const inspector = holesByInspector(record, around)
  const holes = withoutTwins([...inspector.holes, ...code.holes])
  const [worst] = holes
  if (worst !== undefined) {
    const isExploited = holes.some(({ exploited }) => exploited)
    const isOpen = isOnInternet(record.arn, around)
    const steps = Number(isExploited) + Number(isOpen)
    return {
      state: 'fail',
      severity: SEVERITIES[Math.max(0, severityRank(worst.severity) - steps)] ?? worst.severity,
      summary: `${holes.length === 1 ? 'A known vulnerability' : `${holes.length} known vulnerabilities`} in its packages, the worst ${worst.id} in ${worst.package}${isExploited ? ', and one is being exploited' : ''}.`,
      evidence: [
        ...holes.slice(0, SHOWN).map(describe),
        ...(holes.length > SHOWN ? [{ label: 'More', value: String(holes.length - SHOWN) }] : []),
        ...(isOpen ? [{ label: 'Reach', value: 'anyone on the internet' }] : []),
      ],
    }
  }
  if (code.by.length > 0 && code.unseen.length === 0)
    return pass(...code.by.map((value) => ({ label: 'Looked at', value })))
  if (inspector.by.length > 0 && inspector.unseen.length === 0)
    return pass({ label: 'Looked at by', value: 'Amazon Inspector' })
  if (code.by.length > 0) return unknown(`Not all was evaluated: ${code.unseen.join('; ')}.`)
  return unknown(
    `Not evaluated: download of code is not allowed or has not happened yet, and ${inspector.unseen.join('; ')}.`,
  )
}

const describe = ({ id, severity, package: name, fixedIn, exploited }: Hole) => ({
  label: id,
  value: `${severity}, ${name}, ${fixedIn === null ? 'no version mends it yet' : `mended in ${fixedIn}`}${exploited ? ', exploited' : ''}`,
})

/** Worst first; the same hole in the same package once. */
function withoutTwins(holes: Hole[]): Hole[] {
  const byKey = new Map<string, Hole>()
  for (const hole of holes) {
    const key = `${hole.id} ${hole.package}`
    if (!byKey.has(key)) byKey.set(key, hole)
  }
  const rank = ({ severity, exploited }: Hole) => severityRank(severity) - (exploited ? 0.5 : 0)
  return [...byKey.values()].sort((a, b) => rank(a) - rank(b) || (a.id < b.id ? -1 : 1))
}

export const vulnerableDependencies = defineCheck({
  id: 'vulnerable-dependencies',
  title: 'Packages with known vulnerabilities',
  group: 'code',
  kind: 'function',
  severity: 'high',
  severityNote:
    'That of the worst vulnerability; one step up where one is exploited, and one where anyone on the internet reaches the function.',
  why: 'Holes in packages are public, and so are programs that use them. A function runs with its role whatever its packages let in.',
  references: ['https://docs.aws.amazon.com/inspector/latest/user/scanning-lambda.html'],
  needs: ['functions'],
  elsewhere: [],
  risks: ['insecure-dependencies'],
  evaluate,
  remediate: () => ({
    text: 'Update the packages to the versions that mend them, in the lock file of the function or in its layer, run the tests, and deploy. Where no version does, see whether the code uses the part that is vulnerable.',
    cli: null,
    cloudformation: null,
    terraform: null,
  }),
})
