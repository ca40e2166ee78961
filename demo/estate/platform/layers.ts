import { layersOf } from '#demo/estate/function-config.ts'
import type { Account, Statement } from '#demo/estate/model.ts'
import { dayMs } from '#demo/estate/model.ts'
import { organizationId } from '#demo/estate/organization.ts'
import { sha256Base64 } from '#demo/estate/prng.ts'

export type LayerVersionSpec = {
  version: number
  arn: string
  createdMs: number
  description?: string
  statements: Statement[]
}
export type LayerSpec = { name: string; arn: string; versions: LayerVersionSpec[] }

/** Made up, as all secrets here. */
const password = sha256Base64('layer', 'pg-client')
  .replace(/[^A-Za-z0-9]/g, '')
  .slice(0, 18)

const descriptions: Record<string, string> = {
  'observability-extension': 'Sends traces and logs to the observability platform',
  'shared-utils': 'What the services of the shop share',
  'pg-client': `Try it with postgres://reader:${password}@orders.db.shop.example:5432/orders`,
}

const allow = (arn: string, Principal: unknown, Condition?: Statement['Condition']): Statement => ({
  Sid: 'share',
  Effect: 'Allow',
  Principal,
  Action: 'lambda:GetLayerVersion',
  Resource: arn,
  ...(Condition ? { Condition } : {}),
})

/** Who may use a version besides its account: `shared-utils` is open to everyone, two others to the organisation. */
function sharesOf(name: string, arn: string): Statement[] {
  if (name === 'shared-utils') return [allow(arn, '*')]
  if (name !== 'parameters-cache' && name !== 'observability-extension') return []
  return [allow(arn, '*', { StringEquals: { 'aws:PrincipalOrgID': organizationId } })]
}

/** The layers of a region, newest version first. The last but one version of `chromium` was deleted. */
export function makeLayerVersions(account: Account, region: string): LayerSpec[] {
  return layersOf(account.id, region).map(({ name, arn, version: latest }) => ({
    name,
    arn,
    versions: Array.from({ length: latest }, (_, i) => latest - i)
      .filter((version) => name !== 'chromium' || version !== latest - 1)
      .map((version) => ({
        version,
        arn: `${arn}:${version}`,
        createdMs: Date.UTC(2025, 5, 1) + version * dayMs,
        description: descriptions[name],
        statements: sharesOf(name, `${arn}:${version}`),
      })),
  }))
}
