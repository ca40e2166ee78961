import { defineCheck } from '#server/checks/define-check.ts'
import { regionOf } from '#server/checks/remedy.ts'
import type { LayerRecord, LayerVersion } from '#server/domain/records/layer-record.ts'
import { shellWord } from '#server/domain/text.ts'
import type { Verdict } from '#server/domain/verdict.ts'
import { type Openness, opennessOf, quotes, readPolicy } from './openness.ts'
import { notApplicable, pass, unknown, whyUnseen } from './verdicts.ts'

type Judged = { version: LayerVersion; openness: Openness | undefined; hidden: string | undefined }

export function layerVersions(record: LayerRecord): Judged[] {
  const versions = record.versions.state === 'known' ? record.versions.value : []
  return versions.map((version) => {
    const what = `Policy of version ${version.version}`
    const hidden = whyUnseen(what, version.policy)
    if (version.policy.state !== 'known') return { version, openness: undefined, hidden }
    const policy = readPolicy(version.policy.value, `policy of version ${version.version}`)
    if (!policy) return { version, openness: undefined, hidden: `${what} could not be understood.` }
    const asked = { policy, resource: version.arn, actions: ['lambda:GetLayerVersion'] }
    return { version, openness: opennessOf(asked), hidden: undefined }
  })
}

function evaluate(record: LayerRecord): Verdict {
  const hidden = whyUnseen('Versions of the layer', record.versions)
  if (hidden) return unknown(hidden)
  const versions = layerVersions(record)
  const open = versions.filter(({ openness }) => openness?.state === 'open')
  if (open.length > 0) {
    const numbers = open.map(({ version }) => version.version).join(', ')
    return {
      state: 'fail',
      severity: 'high',
      summary: `Anyone with an AWS account may download version ${numbers} and read what is in it.`,
      evidence: open.flatMap(({ version, openness }) =>
        quotes(openness?.by ?? [], `Version ${version.version}, statement`),
      ),
    }
  }
  const blind = versions.find((one) => one.hidden !== undefined)
  if (blind?.hidden) return unknown(blind.hidden)
  if (versions.some(({ openness }) => openness?.state === 'unclear'))
    return unknown('A version is shared with everyone under conditions that cannot be settled.')
  const shared = versions.filter(({ openness }) => openness !== undefined)
  if (shared.length === 0) return notApplicable('No version that was looked at is shared.')
  return pass(
    ...shared.map(({ version }) => ({
      label: `Version ${version.version}`,
      value: 'Not shared with everyone',
    })),
  )
}

/** Source: Lambda API reference, AddLayerVersionPermission: principal `*` without an organisation is everyone. */
export const layerPublic = defineCheck({
  id: 'layer-public',
  title: 'Layer version shared with everyone',
  group: 'exposure',
  kind: 'layer',
  severity: 'high',
  severityNote: null,
  alerts: true,
  why: 'Anyone with an AWS account can download the layer: libraries of your own, configuration, and whatever secrets were packed with them.',
  references: ['https://docs.aws.amazon.com/lambda/latest/api/API_AddLayerVersionPermission.html'],
  needs: ['layers'],
  elsewhere: ['ElectricEye Lambda.4', 'Cloud Custodian lambda-layer cross-account'],
  risks: ['insecure-deployment-configuration', 'insecure-secrets'],
  alertTitle: (record) => `Layer ${record.name} is shared with everyone`,
  evaluate,
  remediate: (record) => {
    const commands = layerVersions(record)
      .filter(({ openness }) => openness?.state === 'open')
      .flatMap(({ version, openness }) =>
        (openness?.by ?? []).flatMap(({ sid }) =>
          sid === null
            ? []
            : [
                `aws lambda remove-layer-version-permission ${regionOf(record)} --layer-name ${shellWord(record.name)} --version-number ${version.version} --statement-id ${shellWord(sid)}`,
              ],
        ),
      )
    return {
      text: 'Remove the permission, and share the layer with accounts by name or with your organisation. Take what was in it for read by others: change any secret that it held.',
      cli: commands.join('\n') || null,
      cloudformation: null,
      terraform: null,
    }
  },
})
