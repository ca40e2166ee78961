import { cast } from './cast.ts'
import { makeEventInvoke, makeMappings, makeStatements, makeUrl } from './function-access.ts'
import { makeEnvironment, makeLayers, makeTags, makeVpc } from './function-config.ts'
import { type Account, dayMs, type FunctionSpec, minuteMs, type Traffic } from './model.ts'
import { runtimes, teams, verbs } from './names.ts'
import { at, Chance, hash32, hexFrom } from './prng.ts'
import { makeTraffic } from './traffic-profile.ts'

export type FunctionPlace = {
  seed: number
  account: Account
  region: string
  index: number
  withCast: boolean
  monthStartMs: number
}

const pairs = teams.flatMap((team) =>
  team.services.flatMap((service) => verbs.map((verb) => ({ team, service, verb }))),
)

const castNames = new Set(cast.map((member) => member.name))

function identity(place: FunctionPlace) {
  const member = place.withCast ? cast[place.index] : undefined
  const castTeam = teams.find((team) => team.name === member?.team)
  if (member && castTeam) {
    return {
      team: castTeam,
      service: member.service,
      verb: member.verb,
      name: member.name,
      text: member.description,
      member,
    }
  }
  const start = hash32(place.seed, place.account.env, 'order') % pairs.length
  const { team, service, verb } = at(pairs, start + place.index * 131)
  const round = Math.floor(place.index / pairs.length)
  const plain = `${service}-${verb[0]}${round > 0 ? `-${round + 1}` : ''}`
  const name = castNames.has(plain) ? `${plain}-v1` : plain
  return { team, service, verb: verb[0], name, text: verb[1].replace('{}', service), member: undefined }
}

function handlerFor(runtime: string): string {
  if (runtime.startsWith('python')) return 'app.handler'
  if (runtime.startsWith('java')) return 'example.shop.Handler::handleRequest'
  if (runtime.startsWith('dotnet')) return 'Shop::Shop.Function::Handle'
  if (runtime.startsWith('ruby')) return 'app.Handler.process'
  return runtime.startsWith('node') ? 'index.handler' : 'bootstrap'
}

/** Makes one function of the estate; the same place gives the same function. */
export function makeFunction(place: FunctionPlace): FunctionSpec {
  const { seed, account, region, index } = place
  const chance = new Chance(seed, account.id, region, 'function', index)
  const { team, service, verb, name, text, member } = identity(place)
  const arn = `arn:aws:lambda:${region}:${account.id}:function:${name}`
  const recent = !member && chance.chance(0.07)
  const createdMs = recent
    ? place.monthStartMs - chance.int(0, 55) * dayMs - chance.int(6, 15) * 3_600_000
    : Date.UTC(2023, 0, 9) + Math.floor(chance.next() * 1080) * dayMs + chance.int(7, 17) * 3_600_000
  const where = { account, region, name, arn, service, verb, createdMs }
  const image = !member && chance.chance(0.04)
  const runtime = index === 23 ? 'python3.16' : member ? 'nodejs22.x' : chance.weighted(runtimes)
  const url = member ? undefined : makeUrl(chance, where)
  const published = !member && account.env === 'prod' && chance.chance(0.3)
  const traffic = makeTraffic(chance, verb, account.env)
  const memoryMb = chance.pick([128, 128, 256, 256, 512, 512, 1024, 1769])
  const timeoutSeconds =
    traffic.kind === 'cron' ? chance.pick([120, 300, 900]) : chance.pick([6, 10, 15, 29, 30, 60])
  const vpc = makeVpc(chance, where)
  const spec: FunctionSpec = {
    key: hash32(seed, arn),
    index,
    accountId: account.id,
    region,
    name,
    arn,
    team: team.name,
    service,
    description: chance.chance(0.8) ? text : undefined,
    packageType: image ? 'Image' : 'Zip',
    runtime: image ? undefined : runtime,
    handler: image ? undefined : handlerFor(runtime),
    architecture: chance.chance(0.4) && runtime !== 'go1.x' ? 'arm64' : 'x86_64',
    memoryMb,
    timeoutSeconds,
    codeBytes: Math.round(Math.exp(9 + chance.next() * 8)),
    ephemeralMb: chance.chance(0.05) ? 2048 : 512,
    roleName: roleFor(chance, account, region, service, name),
    layers: image ? [] : makeLayers(chance, where),
    vpcId: vpc.vpcId,
    subnetIds: vpc.subnetIds,
    securityGroupIds: vpc.securityGroupIds,
    deadLetterArn:
      traffic.asynchronous && chance.chance(0.4)
        ? `arn:aws:sqs:${region}:${account.id}:${service}-dlq`
        : undefined,
    kmsKeyArn: chance.chance(0.12)
      ? `arn:aws:kms:${region}:${account.id}:key/${hexFrom(8, account.id, region)}-1f2e-4d3c-8b7a-${hexFrom(12, service)}`
      : undefined,
    environment: makeEnvironment(chance, where),
    tracing: chance.chance(0.4) ? 'Active' : 'PassThrough',
    logFormat: chance.chance(0.35) ? 'JSON' : 'Text',
    tags: makeTags(chance, team, where),
    createdMs,
    createdBy: !member && chance.chance(recent ? 0.25 : 0.06) ? 'console' : 'ci',
    baseVersion: published ? chance.int(3, 120) : 0,
    keptVersions: published ? chance.int(1, 3) : 0,
    aliases: published ? chance.pick([['live'], ['live', 'canary']]) : [],
    canary: published && chance.chance(0.15),
    reserved: chance.chance(0.06) && index < 100 ? reservedFor(chance, traffic) : undefined,
    provisioned: published && chance.chance(0.2) ? chance.int(1, 10) : undefined,
    url,
    eventInvoke: makeEventInvoke(chance, where),
    statements: makeStatements(chance, where, url),
    mappings: makeMappings(chance, where),
    traffic,
    recursiveLoop: 'Terminate',
    codeSigning: chance.chance(0.04),
    cast: undefined,
    rawPolicy: undefined,
    overrides: undefined,
  }
  if (member) {
    Object.assign(spec, member.settings, { cast: member.role, description: member.description })
    Object.assign(spec.traffic, member.traffic)
    if (spec.aliases.length > 0) spec.baseVersion = 41
    if (member.role === 'storm') spec.reserved = Math.round(account.concurrencyLimit * 0.82)
    else spec.reserved = undefined
  }
  spec.traffic.durationMs = Math.min(spec.traffic.durationMs, spec.timeoutSeconds * 1000 * 0.25)
  return spec
}

/** Reserved concurrency that leaves room above the peak, so that only an incident fills it. */
function reservedFor(chance: Chance, traffic: Traffic): number {
  return Math.ceil((traffic.perMinute * traffic.durationMs * 2.5) / minuteMs) + chance.int(1, 4)
}

function roleFor(chance: Chance, account: Account, region: string, service: string, name: string): string {
  const short = region === 'eu-west-1' ? '' : `-${region}`
  if (chance.chance(0.35)) return `${service}-lambda${short}`
  if (account.env !== 'prod' && chance.chance(0.3)) return `shared-lambda-exec${short}`
  return `${name}-role${short}`.slice(0, 64)
}
