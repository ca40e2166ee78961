import { onceAList } from '#server/checks/once-a-list.ts'
import { parseArn } from '#server/domain/arn.ts'
import { valueOr } from '#server/domain/field.ts'
import { functionsBehind } from '#server/domain/posture/functions-behind.ts'
import type { Surroundings } from '#server/domain/posture/surroundings.ts'
import type {
  DistributionBehaviour,
  DistributionOrigin,
  DistributionRecord,
} from '#server/domain/records/distribution-record.ts'
import type { FunctionRecord } from '#server/domain/records/function-record.ts'
import { functionTarget } from '#server/domain/triggers/function-target.ts'
import { urlHost } from '#server/domain/triggers/url-host.ts'

/** `host` is what stands at the origin: a function URL, an API, a load balancer. */
export type Behind = { behaviour: DistributionBehaviour; what: string; functions: string[] }

const URL_HOST = /^[a-z0-9]+\.lambda-url\.([a-z0-9-]+)\.on\.aws$/
const API_HOST = /^([a-z0-9]+)\.execute-api\.([a-z0-9-]+)\.amazonaws\.com(\.cn)?$/
const BALANCER_HOST = /\.([a-z0-9-]+)\.elb\.amazonaws\.com(\.cn)?$/

const byUrlHost = onceAList((functions: readonly FunctionRecord[]) => {
  const hosts = new Map<string, FunctionRecord>()
  for (const fn of functions) for (const { url } of valueOr(fn.urls, []) ?? []) hosts.set(urlHost(url), fn)
  return hosts
})

/** The functions of an account and region by the hosts of their URLs. */
function urlsOf(accountId: string, region: string, around: Surroundings): Map<string, FunctionRecord> {
  const all = around.all('function', { accountId, region })
  return byUrlHost(all.state === 'known' ? all.value : NO_FUNCTIONS)
}

const NO_FUNCTIONS: readonly FunctionRecord[] = []

/** The function whose URL has this host. */
export function functionOfUrlHost(
  host: string,
  accountId: string,
  around: Surroundings,
): FunctionRecord | undefined {
  const region = URL_HOST.exec(host)?.[1]
  return region ? urlsOf(accountId, region, around).get(host) : undefined
}

/** Whether a host is that of a function URL. */
export const isUrlHost = (host: string): boolean => URL_HOST.test(host.toLowerCase())

function behindOrigin(
  { domainName }: DistributionOrigin,
  { accountId, arn }: DistributionRecord,
  around: Surroundings,
): { what: string; functions: string[] } | undefined {
  const host = domainName.toLowerCase()
  if (URL_HOST.test(host)) {
    const fn = functionOfUrlHost(host, accountId, around)
    return { what: `function URL ${host}`, functions: fn ? [fn.arn] : [] }
  }
  const [, apiId, region] = API_HOST.exec(host) ?? []
  if (apiId && region) {
    const partition = parseArn(arn)?.partition ?? 'aws'
    const found = ['restapis', 'apis'].map((kind) =>
      around.find('api', `arn:${partition}:apigateway:${region}::/${kind}/${apiId}`),
    )
    const api = found.find(({ state }) => state === 'known')
    const functions = api?.state === 'known' ? functionsBehind(api.value, around) : []
    return api?.state === 'known' && functions.length === 0 ? undefined : { what: `API ${host}`, functions }
  }
  const place = BALANCER_HOST.exec(host)?.[1]
  const balancers = place ? around.all('load-balancer', { accountId, region: place }) : undefined
  const balancer =
    balancers?.state === 'known'
      ? balancers.value.find(({ dnsName }) => dnsName.toLowerCase() === host)
      : undefined
  return balancer && { what: `load balancer ${balancer.name}`, functions: functionsBehind(balancer, around) }
}

/** The behaviours of a distribution by which requests get to functions, at its origins or at the edge. */
export function behaviourToFunctions(record: DistributionRecord, around: Surroundings): Behind[] {
  const origins = new Map((valueOr(record.origins, []) ?? []).map((one) => [one.id, one]))
  const home = {
    accountId: record.accountId,
    region: 'us-east-1',
    partition: parseArn(record.arn)?.partition ?? 'aws',
  }
  return (valueOr(record.behaviours, []) ?? []).flatMap((behaviour): Behind[] => {
    const origin = origins.get(behaviour.originId)
    const behind = origin && behindOrigin(origin, record, around)
    const edge = behaviour.functions.flatMap(({ arn }) => functionTarget(arn, home)?.arn ?? [])
    if (!behind && edge.length === 0) return []
    return [
      {
        behaviour,
        what: behind?.what ?? 'Lambda@Edge',
        functions: [...new Set([...(behind?.functions ?? []), ...edge])],
      },
    ]
  })
}
