import { hourMs, minuteMs, type Partition } from '#demo/estate/model.ts'
import { people } from '#demo/estate/names.ts'
import { Chance, hexFrom } from '#demo/estate/prng.ts'
import { executionRole } from '#demo/estate/roles.ts'
import type { Act, Actor } from './act.ts'
import {
  awsService,
  functionSession,
  personSession,
  pipelineSession,
  signInActs,
  watcherSession,
} from './actors.ts'
import { apiAct, functionResource, lambdaRead } from './lambda-acts.ts'

/** The everyday of an account's trail in one hour: services, readers, scanners and people who look around. */
export function backgroundActs(seed: number, partition: Partition, hour: number): Act[] {
  const { account, region, functions } = partition
  const chance = new Chance(seed, account.id, region, 'background', hour)
  const startMs = hour * hourMs
  const moment = () => startMs + chance.int(0, hourMs - 1)
  const acts: Act[] = []
  if (functions.length > 0) {
    for (let i = chance.int(1, 3); i > 0; i--) {
      const fn = chance.pick(functions)
      acts.push(...coldStart(account.id, region, fn, moment()))
    }
    acts.push(...watcherReads(account.id, region, startMs + 90_000))
  }
  const hourOfDay = hour % 24
  const weekday = (Math.floor(hour / 24) + 4) % 7
  const working = weekday !== 0 && weekday !== 6 && hourOfDay >= 7 && hourOfDay <= 17
  if (working && functions.length > 0 && chance.chance(0.35))
    acts.push(...lookAround(chance, partition, moment()))
  if (chance.chance(0.2)) acts.push(...scannerReads(account.id, region, moment(), chance))
  if (functions.length > 0 && chance.chance(0.01)) {
    const fn = chance.pick(functions)
    const actor = {
      ...scanner(account.id, startMs),
      agent: 'Mozilla/5.0 <script>alert("ua")</script> \u202Ecod.exe\u202C',
    }
    acts.push(
      lambdaRead(
        actor,
        region,
        moment(),
        'GetPolicy20150331v2',
        { functionName: fn.name },
        functionResource(fn),
      ),
    )
  }
  if (region === 'us-east-1' && working && chance.chance(0.06))
    acts.push(...roleApply(seed, chance, partition, moment()))
  return acts.filter((act) => act.timeMs >= startMs && act.timeMs < startMs + hourMs)
}

function coldStart(
  accountId: string,
  region: string,
  fn: Partition['functions'][number],
  timeMs: number,
): Act[] {
  const roleArn = `arn:aws:iam::${accountId}:role/${fn.roleName}`
  const service = awsService(accountId, 'lambda.amazonaws.com')
  const group = `/aws/lambda/${fn.name}`
  return [
    {
      ...apiAct(service, region, timeMs, 'sts.amazonaws.com', 'AssumeRole', {
        roleArn,
        roleSessionName: fn.name,
      }),
      resources: [{ type: 'AWS::IAM::Role', name: roleArn, arn: roleArn }],
    },
    apiAct(functionSession(fn, timeMs), region, timeMs + 900, 'logs.amazonaws.com', 'CreateLogStream', {
      logGroupName: group,
      logStreamName: `${new Date(timeMs).toISOString().slice(0, 10).replaceAll('-', '/')}/[$LATEST]${hexFrom(32, fn.arn, timeMs)}`,
    }),
  ]
}

function watcherReads(accountId: string, region: string, timeMs: number): Act[] {
  const actor = watcherSession(accountId, timeMs)
  return [
    lambdaRead(actor, region, timeMs + 1_000, 'ListFunctions20150331', {
      maxItems: 50,
      functionVersion: 'ALL',
    }),
    lambdaRead(actor, region, timeMs + 2_000, 'ListEventSourceMappings20150331', { maxItems: 100 }),
    lambdaRead(actor, region, timeMs + 2_500, 'GetAccountSettings20160819', null),
  ]
}

function scanner(accountId: string, startedMs: number): Actor {
  return {
    accountId,
    kind: 'assumed-role',
    name: 'partner-integration',
    session: 'posture-scan',
    accessKeyId: `ASIA${hexFrom(16, accountId, startedMs).toUpperCase()}`,
    sessionStartedMs: startedMs,
    ip: '198.51.100.9',
    agent: 'Boto3/1.40.61 md/Botocore#1.40.61 ua/2.1 os/linux#5.10.245 md/arch#x86_64 lang/python#3.12.11',
  }
}

function scannerReads(accountId: string, region: string, timeMs: number, chance: Chance): Act[] {
  const actor = scanner(accountId, timeMs - 4 * minuteMs)
  const arn = `arn:aws:sts::${accountId}:assumed-role/partner-integration/posture-scan`
  const acts = [
    apiAct(actor, region, timeMs, 'ec2.amazonaws.com', 'DescribeRegions', { regionSet: {} }),
    apiAct(actor, region, timeMs + 1_000, 's3.amazonaws.com', 'ListBuckets', { Host: 's3.amazonaws.com' }),
  ]
  if (chance.chance(0.5)) {
    acts.push(
      apiAct(actor, region, timeMs + 2_000, 'lambda.amazonaws.com', 'ListFunctions20150331', null, {
        errorCode: 'AccessDenied',
        errorMessage: `User: ${arn} is not authorized to perform: lambda:ListFunctions on resource: * because no identity-based policy allows the lambda:ListFunctions action`,
      }),
    )
  }
  return acts
}

/** Terraform writes a role's inline policy again, as it is. */
function roleApply(seed: number, chance: Chance, { account, functions }: Partition, timeMs: number): Act[] {
  const own = functions.filter((fn) => fn.roleName.startsWith(`${fn.name}-role`))
  if (own.length === 0) return []
  const fn = chance.pick(own)
  const role = executionRole(seed, account, fn)
  const actor = {
    ...pipelineSession(account.id, chance.int(6_000_000_000, 19_000_000_000), timeMs - 40_000),
    agent: 'APN/1.0 HashiCorp/1.0 Terraform/1.13.4 (+https://www.terraform.io) terraform-provider-aws/6.20.0',
  }
  const resources = [{ type: 'AWS::IAM::Role', name: role.name, arn: role.arn }]
  const iam = 'iam.amazonaws.com'
  const [policy] = role.inline
  return [
    { ...apiAct(actor, 'us-east-1', timeMs - 2_000, iam, 'GetRole', { roleName: role.name }), resources },
    {
      ...apiAct(actor, 'us-east-1', timeMs, iam, 'PutRolePolicy', {
        roleName: role.name,
        policyName: policy?.PolicyName,
        policyDocument: JSON.stringify(policy?.document),
      }),
      resources,
    },
  ]
}

function lookAround(chance: Chance, { account, region, functions }: Partition, timeMs: number): Act[] {
  const actor = personSession(account.id, chance.pick(people), timeMs)
  const acts = signInActs(actor, region)
  acts.push(lambdaRead(actor, region, timeMs + 60_000, 'ListFunctions20150331', { maxItems: 50 }))
  for (let i = chance.int(1, 4); i > 0; i--) {
    const fn = chance.pick(functions)
    const at = timeMs + i * 95_000
    const parameters = { functionName: fn.name }
    const resource = functionResource(fn)
    acts.push(
      lambdaRead(actor, region, at, 'GetFunction20150331v2', parameters, resource),
      lambdaRead(actor, region, at + 700, 'GetPolicy20150331v2', parameters, resource),
      lambdaRead(actor, region, at + 900, 'ListTags20170331', { resource: fn.arn }, resource),
      lambdaRead(actor, region, at + 1_400, 'GetFunctionUrlConfig', parameters, resource),
    )
  }
  return acts
}
