import { z } from 'zod'
import { defineCheck } from '#server/checks/define-check.ts'
import { firstUnseen, notApplicable, pass, unknown } from '#server/checks/reliability/verdicts.ts'
import { regionOf } from '#server/checks/remedy.ts'
import { valueOr } from '#server/domain/field.ts'
import type { Surroundings } from '#server/domain/posture/surroundings.ts'
import type { AccountSettingsRecord } from '#server/domain/records/account-settings-record.ts'
import type { Verdict } from '#server/domain/verdict.ts'

const GIB = 1024 ** 3
const URGENT_PERCENT = 95

const parameters = z.object({
  maxPercent: z.number().min(1).max(100).default(80).describe('Percent of the code storage that may be used'),
})

const inGib = (bytes: number) => `${(bytes / GIB).toFixed(1)} GiB`

function evaluate(
  record: AccountSettingsRecord,
  _around: Surroundings,
  { maxPercent }: z.output<typeof parameters>,
): Verdict {
  const limit = valueOr<number | null>(record.totalCodeSizeLimitBytes, null)
  const used = valueOr<number | null>(record.totalCodeSizeBytes, null)
  if (typeof limit !== 'number' || typeof used !== 'number' || limit <= 0) {
    const hidden = firstUnseen([
      ['Code storage limit', record.totalCodeSizeLimitBytes],
      ['Code storage', record.totalCodeSizeBytes],
    ])
    return unknown(hidden ?? 'The code storage of the account is not told.')
  }
  if (used === 0) return notApplicable('No code is stored in this region.')
  const percent = (100 * used) / limit
  const evidence = [
    { label: 'Code storage', value: `${inGib(used)} of ${inGib(limit)}` },
    { label: 'Used', value: `${percent.toFixed(1)} %` },
  ]
  if (percent <= maxPercent) return pass(...evidence)
  return {
    state: 'fail',
    severity: percent >= URGENT_PERCENT ? 'high' : 'medium',
    summary: `Versions of functions and layers take ${percent.toFixed(0)} % of the code storage: once it is full, nothing can be deployed, fixes included.`,
    evidence,
  }
}

export const codeStorageNearLimit = defineCheck({
  id: 'code-storage-near-limit',
  title: 'Code storage of the account nearly full',
  group: 'cost',
  kind: 'account-settings',
  severity: 'medium',
  severityNote: 'High from 95 percent on.',
  why: 'All versions of all functions and layers of a region share one limit. When it is reached every deployment fails, that of an urgent fix too.',
  references: ['https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html'],
  needs: ['account-settings'],
  elsewhere: [],
  risks: ['denial-of-service', 'ungoverned-assets'],
  parameters,
  evaluate,
  remediate: (record) => ({
    text: 'Delete versions of functions and layers that no alias, trigger or function names, or ask for more in Service Quotas.',
    cli: `aws lambda list-functions ${regionOf(record)} --function-version ALL --query 'reverse(sort_by(Functions,&CodeSize))[:20].[FunctionArn,CodeSize]' --output table`,
    cloudformation: null,
    terraform: null,
  }),
})
