import { defineCheck } from '#server/checks/define-check.ts'
import type { Surroundings } from '#server/domain/posture/surroundings.ts'
import type { FunctionRecord } from '#server/domain/records/function-record.ts'
import type { Verdict } from '#server/domain/verdict.ts'
import { environmentName, environmentsIn } from './environment-names.ts'
import { madeForPlatform, notApplicable, pass, unknown, whyUnseen } from './verdicts.ts'

/** The environment that the account is for: that of most functions, production where two have as many. */
function mainOf(counts: ReadonlyMap<string, number>): string | undefined {
  const rank = (name: string) => (name === 'production' ? 0 : 1)
  return [...counts].toSorted(
    ([a, many], [b, more]) => more - many || rank(a) - rank(b) || (a < b ? -1 : 1),
  )[0]?.[0]
}

function evaluate(record: FunctionRecord, around: Surroundings): Verdict {
  const made = madeForPlatform(record)
  if (made) return made
  const labels = around.labels(record.arn)
  if (labels.state !== 'known') return unknown(`Its environment: ${whyUnseen(labels)}.`)
  if (labels.value.env === null)
    return record.tags.state === 'denied' || record.tags.state === 'failed'
      ? unknown(`Tags may name its environment: ${whyUnseen(record.tags)}.`)
      : notApplicable('Nothing says which environment it belongs to.')
  const own = environmentName(labels.value.env)
  const functions = around.all('function', record)
  if (functions.state !== 'known') return unknown(`Functions beside it: ${whyUnseen(functions)}.`)
  const counts = environmentsIn(functions.value)
  const main = mainOf(counts)
  const shown = [...counts].map(([name, count]) => `${name}: ${count}`).join(', ')
  const evidence = [
    { label: 'Environment', value: labels.value.env },
    { label: `Functions of ${record.accountId} in ${record.region}`, value: shown },
  ]
  if (main === undefined || main === own) return pass(...evidence)
  return {
    state: 'fail',
    severity: main === 'production' || own === 'production' ? 'medium' : 'low',
    summary: `It is of ${own}, in an account and region that are mostly of ${main}.`,
    evidence,
  }
}

export const environmentsMixed = defineCheck({
  id: 'environments-mixed',
  title: 'Environments share an account',
  group: 'governance',
  kind: 'function',
  severity: 'medium',
  severityNote: 'Low where production is not among them.',
  why: 'Limits, roles and people of one environment reach the other: a load test uses up the concurrency of production, and a developer its data.',
  references: [
    'https://docs.aws.amazon.com/whitepapers/latest/organizing-your-aws-environment/organizing-your-aws-environment.html',
    'https://docs.aws.amazon.com/lambda/latest/dg/lambda-concurrency.html',
  ],
  needs: ['functions'],
  elsewhere: [],
  risks: ['ungoverned-assets', 'insecure-deployment-configuration'],
  evaluate,
  remediate: () => ({
    text: 'Deploy it in the account of its environment, and delete it here. Where the tag is wrong, mend the tag.',
    cli: null,
    cloudformation: null,
    terraform: null,
  }),
})
