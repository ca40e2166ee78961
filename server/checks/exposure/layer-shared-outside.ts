import { defineCheck } from '#server/checks/define-check.ts'
import { regionOf } from '#server/checks/remedy.ts'
import type { Surroundings } from '#server/domain/posture/surroundings.ts'
import type { LayerRecord } from '#server/domain/records/layer-record.ts'
import { shellWord } from '#server/domain/text.ts'
import type { Verdict } from '#server/domain/verdict.ts'
import { layerVersions } from './layer-public.ts'
import { readPolicy } from './openness.ts'
import { type Outsider, outsidersOf, TRUSTED_ACCOUNTS } from './outside-accounts.ts'
import { listed, notApplicable, pass, unknown, whyUnseen } from './verdicts.ts'

type Shared = Outsider & { version: number }

function sharesOf(record: LayerRecord, trusted: readonly string[], around: Surroundings) {
  const hidden: string[] = []
  const shares = (record.versions.state === 'known' ? record.versions.value : []).flatMap(
    (version): Shared[] => {
      const why = whyUnseen(`Policy of version ${version.version}`, version.policy)
      if (why) hidden.push(why)
      if (version.policy.state !== 'known') return []
      const policy = readPolicy(version.policy.value, `policy of version ${version.version}`)
      if (!policy) hidden.push(`Policy of version ${version.version} could not be understood.`)
      if (!policy) return []
      const asked = { policy, resource: version.arn, actions: ['lambda:GetLayerVersion'] }
      return outsidersOf(asked, record.accountId, trusted, around).map((one) => ({
        ...one,
        version: version.version,
      }))
    },
  )
  return { shares, hidden }
}

function evaluate(
  record: LayerRecord,
  around: Surroundings,
  { trustedAccounts }: { trustedAccounts: string[] },
): Verdict {
  const unread = whyUnseen('Versions of the layer', record.versions)
  if (unread) return unknown(unread)
  const { shares, hidden } = sharesOf(record, trustedAccounts, around)
  const outside = shares.filter(({ trust }) => trust === 'outside')
  if (outside.length > 0) {
    return {
      state: 'fail',
      severity: 'medium',
      summary: `It is shared outside the organisation: ${listed([...new Set(outside.map(({ who }) => who))])}.`,
      evidence: outside.flatMap(({ version, evidence }) =>
        evidence.map(({ label, value }) => ({ label: `Version ${version}, ${label}`, value })),
      ),
    }
  }
  if (hidden[0]) return unknown(hidden[0])
  const unsure = shares.filter(({ trust }) => trust === 'unknown')
  if (unsure.length > 0)
    return unknown(
      `The organisation was not read, so whether it is one of ours cannot be told: ${listed(unsure.map(({ who }) => who))}.`,
    )
  if (layerVersions(record).some(({ openness }) => openness?.state === 'open'))
    return notApplicable('It is shared with everyone, which is the finding of a check of its own.')
  if (shares.length === 0) return notApplicable('It is not shared with another account by name.')
  return pass(...shares.map(({ who, trust }) => ({ label: who, value: trust })))
}

/** Source: Lambda API reference, AddLayerVersionPermission. */
export const layerSharedOutside = defineCheck({
  id: 'layer-shared-outside',
  title: 'Layer shared outside the organisation',
  group: 'exposure',
  kind: 'layer',
  severity: 'medium',
  severityNote: null,
  why: 'The other account can read all that is in the layer, and goes on doing so until the permission is removed.',
  references: ['https://docs.aws.amazon.com/lambda/latest/api/API_AddLayerVersionPermission.html'],
  needs: ['layers', 'organization'],
  elsewhere: ['ElectricEye Lambda.4', 'Cloud Custodian lambda-layer cross-account'],
  risks: ['insecure-deployment-configuration', 'ungoverned-assets'],
  parameters: TRUSTED_ACCOUNTS,
  evaluate,
  remediate: (record, verdict) => {
    const commands = verdict.evidence.flatMap(({ label }) => {
      const found = /^Version (\d+), Statement (.+)$/.exec(label)
      if (!found?.[1] || !found[2] || found[2] === 'without id') return []
      return [
        `aws lambda remove-layer-version-permission ${regionOf(record)} --layer-name ${shellWord(record.name)} --version-number ${found[1]} --statement-id ${shellWord(found[2])}`,
      ]
    })
    return {
      text: 'Ask who owns the account. Remove the permission where nobody does; where it is a partner’s, name its account among the trusted ones of this check.',
      cli: commands.join('\n') || null,
      cloudformation: null,
      terraform: null,
    }
  },
})
