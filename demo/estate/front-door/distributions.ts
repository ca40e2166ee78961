import type { Account, FunctionSpec, Partition, Statement } from '#demo/estate/model.ts'
import { hexFrom } from '#demo/estate/prng.ts'
import { urlLabel } from '#demo/incidents/public-url.ts'
import { makeApis } from './apis.ts'
import type { DistributionSpec } from './model.ts'
import { distributionArn, distributionId, edgeAclArn, storefrontDomain } from './names.ts'

type Place = Pick<Partition, 'account' | 'region'>
const everyMethod = ['HEAD', 'DELETE', 'POST', 'GET', 'OPTIONS', 'PUT', 'PATCH']

/** The function of the home account whose URL only CloudFront is meant to call. */
export function distributedFunction(
  { account, region }: Place,
  functions: readonly FunctionSpec[],
): FunctionSpec | undefined {
  if (!account.home || region !== account.regions[0]) return undefined
  return functions.find((fn) => fn.url?.authType === 'AWS_IAM' && fn.rawPolicy === undefined)
}

export function distributionGrants({ account }: Place, fn: FunctionSpec): Statement[] {
  return ['lambda:InvokeFunctionUrl', 'lambda:InvokeFunction'].map((Action) => ({
    Sid: Action.replace('lambda:', 'cloudfront-'),
    Effect: 'Allow',
    Principal: { Service: 'cloudfront.amazonaws.com' },
    Action,
    Resource: fn.arn,
    Condition: { ArnLike: { 'AWS:SourceArn': distributionArn(account, 'url') } },
  }))
}

function blank(account: Account, which: string, comment: string): DistributionSpec {
  return {
    id: distributionId(account, which),
    arn: distributionArn(account, which),
    domainName: `d${hexFrom(13, account.id, which)}.cloudfront.net`,
    aliases: [],
    comment,
    enabled: true,
    webAclArn: '',
    origins: [],
    behaviours: [],
  }
}

/** The distributions of an account: before an API, of the shop's pages, and before a function's URL. */
export function makeDistributions(account: Account, partitions: readonly Partition[]): DistributionSpec[] {
  const [first] = partitions
  const distributions: DistributionSpec[] = []
  if (!first || first.functions.length === 0) return distributions
  const [api] = makeApis(first)
  if (api?.protocol === 'REST') {
    const before = blank(account, 'api', `Before ${api.name}`)
    before.aliases = [`edge.${storefrontDomain(account)}`]
    before.webAclArn = edgeAclArn(account)
    before.origins = [
      {
        id: 'api',
        domainName: `${api.id}.execute-api.${first.region}.amazonaws.com`,
        path: `/${api.stages[0]?.name ?? ''}`,
        headers: { 'X-Origin-Verify': 'a-shared-secret' },
      },
    ]
    before.behaviours = [
      { pattern: '*', originId: 'api', methods: everyMethod, signed: false, functions: [] },
    ]
    distributions.push(before)
  }
  const edge = edgeFunction(partitions.find(({ region }) => region === 'us-east-1'))
  if (account.env === 'prod' && edge) distributions.push(storefront(account, edge))
  const fn = distributedFunction(first, first.functions)
  if (fn) {
    const before = blank(account, 'url', `Before ${fn.name}`)
    const domainName = `${urlLabel(fn.key)}.lambda-url.${fn.region}.on.aws`
    before.origins = [
      {
        id: 'url',
        domainName,
        path: '',
        accessControlId: `E${hexFrom(12, fn.arn).toUpperCase()}`,
        headers: {},
      },
    ]
    before.behaviours = [{ pattern: '*', originId: 'url', methods: everyMethod, signed: true, functions: [] }]
    distributions.push(before)
  }
  return distributions
}

/** Lambda@Edge runs versions of functions in us-east-1. */
function edgeFunction(partition: Partition | undefined): FunctionSpec | undefined {
  const free = partition?.functions.filter((fn) => !fn.url) ?? []
  return free.find((fn) => fn.keptVersions > 0) ?? free[0]
}

/** Pages from a bucket, with Lambda@Edge on the way. */
function storefront(account: Account, edge: FunctionSpec): DistributionSpec {
  const pages = blank(account, 'storefront', '<b>Storefront</b> pages')
  const region = account.regions[0] ?? ''
  pages.aliases = [`www.${storefrontDomain(account)}`, storefrontDomain(account)]
  pages.origins = [
    {
      id: 'pages',
      domainName: `${account.name}-assets.s3.${region}.amazonaws.com`,
      path: '',
      accessControlId: `E${hexFrom(12, account.id)}`,
      headers: {},
      bucket: true,
    },
  ]
  const base = { originId: 'pages', methods: ['HEAD', 'GET'], signed: false }
  pages.behaviours = [
    { ...base, pattern: '*', functions: [{ event: 'viewer-request', arn: edge.arn, body: false }] },
    { ...base, pattern: '/account/*', functions: [{ event: 'origin-request', arn: edge.arn, body: true }] },
  ]
  return pages
}
