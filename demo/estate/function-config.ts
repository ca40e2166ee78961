import type { Account, FunctionSpec } from './model.ts'
import { type Chance, hexFrom } from './prng.ts'

type Place = { account: Account; region: string; name: string; service: string; verb: string }

const layerNames = ['observability-extension', 'shared-utils', 'pg-client', 'chromium', 'parameters-cache']

/** Layers that exist in an account and region. */
export function layersOf(
  accountId: string,
  region: string,
): { name: string; arn: string; version: number }[] {
  return layerNames.map((name, i) => ({
    name,
    arn: `arn:aws:lambda:${region}:${accountId}:layer:${name}`,
    version: 3 + i * 4,
  }))
}

const insightsAccount: Record<string, string> = { 'eu-west-1': '580247275435', 'us-east-1': '580247275435' }

export function makeLayers(chance: Chance, { account, region }: Place): string[] {
  const own = layersOf(account.id, region)
  const layers: string[] = []
  if (chance.chance(0.35)) {
    const layer = chance.pick(own)
    layers.push(`${layer.arn}:${layer.version - (chance.chance(0.2) ? 1 : 0)}`)
  }
  if (chance.chance(0.15)) {
    layers.push(
      `arn:aws:lambda:${region}:${insightsAccount[region] ?? '580247275435'}:layer:LambdaInsightsExtension:53`,
    )
  }
  return layers
}

export type NetworkPart = 'vpc' | 'subnet' | 'sg'

/** The id of the nth VPC, subnet or security group of a region. */
export function networkId(
  { id }: Pick<Account, 'id'>,
  region: string,
  part: NetworkPart | 'rtb' | 'nat' | 'igw' | 'vpce',
  n: number,
): string {
  return `${part}-${hexFrom(17, id, region, part, n)}`
}

export function makeVpc(
  chance: Chance,
  { account, region, verb }: Place,
): Pick<FunctionSpec, 'vpcId' | 'subnetIds' | 'securityGroupIds'> {
  const wants = ['worker', 'sync', 'export'].includes(verb) ? 0.5 : 0.12
  if (!chance.chance(wants)) return { subnetIds: [], securityGroupIds: [] }
  const id = (prefix: NetworkPart, n: number) => networkId(account, region, prefix, n)
  return {
    vpcId: id('vpc', 0),
    subnetIds: [id('subnet', 0), id('subnet', 1), id('subnet', 2)].slice(0, chance.int(1, 3)),
    securityGroupIds: [id('sg', chance.int(0, 4))],
  }
}

/** Environment variables; what looks like a secret is made up and says so where it can. */
export function makeEnvironment(chance: Chance, place: Place): Record<string, string> {
  const { account, region, service } = place
  const variables: Record<string, string> = {
    STAGE: account.env,
    LOG_LEVEL: chance.pick(['info', 'info', 'warn', 'debug']),
    SERVICE: service,
  }
  if (chance.chance(0.6)) variables.TABLE_NAME = `${service}-${account.env}`
  if (chance.chance(0.3))
    variables.QUEUE_URL = `https://sqs.${region}.amazonaws.com/${account.id}/${service}-jobs`
  if (chance.chance(0.3)) {
    variables.DB_SECRET_ARN = `arn:aws:secretsmanager:${region}:${account.id}:secret:${service}/db-${hexFrom(6, service)}`
  }
  if (chance.chance(0.04)) variables.DB_PASSWORD = `fake-${hexFrom(14, place.name, 'db')}`
  if (chance.chance(0.02)) variables.STRIPE_API_KEY = `sk_test_FAKE${hexFrom(20, place.name, 'stripe')}`
  if (chance.chance(0.01)) {
    variables.AWS_BACKUP_ACCESS_KEY_ID = 'AKIAIOSFODNN7EXAMPLE'
    variables.AWS_BACKUP_SECRET_ACCESS_KEY = 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY'
  }
  if (chance.chance(0.02))
    variables.DATABASE_URL = `postgres://app:fake-${hexFrom(8, place.name)}@db.internal.example:5432/${service}`
  if (chance.chance(0.01)) variables.GITHUB_TOKEN = `ghp_FAKE${hexFrom(32, place.name, 'gh')}`
  return variables
}

/** Tags as a company really has them: mostly there, some missing, some misspelt. */
export function makeTags(
  chance: Chance,
  team: { name: string; costCenter: string },
  place: Place,
): Record<string, string> {
  const tags: Record<string, string> = {}
  if (chance.chance(0.06)) return tags
  if (chance.chance(0.9)) tags.owner = chance.chance(0.05) ? `${team.name}-team@shop.example` : team.name
  if (chance.chance(0.92)) tags[chance.chance(0.05) ? 'Environment' : 'env'] = place.account.env
  if (chance.chance(0.7)) tags['cost-center'] = team.costCenter
  if (chance.chance(0.85)) tags.service = place.service
  if (chance.chance(0.5)) tags['managed-by'] = chance.pick(['terraform', 'serverless', 'sam'])
  if (tags['managed-by'] === 'sam')
    tags['aws:cloudformation:stack-name'] = `${place.service}-${place.account.env}`
  return tags
}
