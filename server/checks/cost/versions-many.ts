import { z } from 'zod'
import { defineCheck } from '#server/checks/define-check.ts'
import { named } from '#server/checks/reliability/function-change.ts'
import { notApplicable, pass, unknown, unseen } from '#server/checks/reliability/verdicts.ts'
import { valueOr } from '#server/domain/field.ts'
import type { Surroundings } from '#server/domain/posture/surroundings.ts'
import type { FunctionRecord } from '#server/domain/records/function-record.ts'
import type { Verdict } from '#server/domain/verdict.ts'

const parameters = z.object({
  maxVersions: z
    .number()
    .int()
    .min(1)
    .max(100_000)
    .default(50)
    .describe('Published versions that a function may have'),
})

function evaluate(
  record: FunctionRecord,
  _around: Surroundings,
  { maxVersions }: z.output<typeof parameters>,
): Verdict {
  const hidden = unseen('Versions', record.versions)
  if (hidden) return unknown(hidden)
  const versions = valueOr(record.versions, []) ?? []
  if (versions.length === 0) return notApplicable('No version of it is published.')
  const aliases = valueOr(record.aliases, []) ?? []
  const used = new Set(aliases.flatMap((one) => [one.functionVersion, ...Object.keys(one.routing)]))
  const idle = versions.filter(({ version }) => !used.has(version))
  const evidence = [
    { label: 'Versions', value: String(versions.length) },
    { label: 'Without an alias', value: record.aliases.state === 'known' ? String(idle.length) : 'not seen' },
  ]
  if (versions.length <= maxVersions) return pass(...evidence)
  const summary = `${versions.length} versions of it are kept, each with its code and its settings; ${maxVersions} are allowed.`
  return { state: 'fail', severity: 'low', summary, evidence }
}

/** Old versions keep old code, old environment variables and old permissions within reach of whoever may invoke them. */
export const versionsMany = defineCheck({
  id: 'versions-many',
  title: 'Many old versions are kept',
  group: 'cost',
  kind: 'function',
  severity: 'low',
  severityNote: null,
  why: 'Every version counts towards the code storage of the account, and stays invocable with the flaws and the environment variables that it had.',
  references: ['https://docs.aws.amazon.com/lambda/latest/dg/configuration-versions.html'],
  needs: ['functions'],
  elsewhere: [],
  risks: ['ungoverned-assets', 'insecure-dependencies'],
  parameters,
  evaluate,
  remediate: (record) => ({
    text: 'List the versions, and delete with delete-function --qualifier those that no alias, trigger or provisioned concurrency names. Versions that an edge distribution uses cannot be deleted.',
    cli: `aws lambda list-versions-by-function ${named(record)} --query 'Versions[].[Version,LastModified]' --output table`,
    cloudformation: null,
    terraform: null,
  }),
})
