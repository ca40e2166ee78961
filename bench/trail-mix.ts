import type { JsonObject } from '#server/domain/json.ts'
import { createRandom } from '#server/testing/seed/random.ts'

type Random = ReturnType<typeof createRandom>
type Call = {
  source: string
  name: string
  readOnly: boolean
  request?: JsonObject | null
  response?: JsonObject
}
type Act = { identity: JsonObject; agent: string; ip: string; region: string; call: Call }

export const MIX_ACCOUNTS = 8
const REGIONS = ['eu-west-1', 'eu-west-1', 'eu-west-1', 'us-east-1', 'ap-southeast-2'] as const

const call = (
  service: string,
  name: string,
  readOnly: boolean,
  request: JsonObject | null = null,
  response?: JsonObject,
): Call => ({
  source: `${service}.amazonaws.com`,
  name,
  readOnly,
  request,
  ...(response ? { response } : {}),
})

function session(account: string, role: string, name: string, hour: number): JsonObject {
  return {
    type: 'AssumedRole',
    principalId: `AROA${role.toUpperCase()}:${name}`,
    arn: `arn:aws:sts::${account}:assumed-role/${role}/${name}`,
    accountId: account,
    accessKeyId: `ASIA${String(hour).padStart(6, '0')}${role.length}${name.length}`,
    sessionContext: {
      sessionIssuer: {
        type: 'Role',
        principalId: `AROA${role.toUpperCase()}`,
        arn: `arn:aws:iam::${account}:role/${role}`,
        accountId: account,
        userName: role,
      },
      attributes: { creationDate: '2026-11-20T08:00:00Z', mfaAuthenticated: 'false' },
    },
  }
}

function act(random: Random, account: string, hour: number): Act {
  const number = Math.floor(random.next() ** 2 * 100)
  const name = `orders-${number}`
  const region = REGIONS[number % REGIONS.length] ?? 'eu-west-1'
  const own = (one: Call): Act => ({
    identity: session(account, `${name}-role`, name, hour),
    agent: 'aws-sdk-nodejs/3.1100 ua/2.1 os/linux lang/js md/nodejs#22.9 exec-env/AWS_Lambda_nodejs22.x',
    ip: `3.248.${hour % 250}.${number}`,
    region,
    call: one,
  })
  const lambda = (eventName: string, readOnly: boolean) =>
    call('lambda', eventName, readOnly, { functionName: name })
  const share = random.int(100)
  if (share < 24)
    return {
      identity: { type: 'AWSService', invokedBy: 'lambda.amazonaws.com' },
      agent: 'lambda.amazonaws.com',
      ip: 'lambda.amazonaws.com',
      region,
      call: call(
        'sts',
        'AssumeRole',
        true,
        { roleArn: `arn:aws:iam::${account}:role/${name}-role`, roleSessionName: name },
        { credentials: { accessKeyId: 'ASIAEXAMPLE', sessionToken: 'x'.repeat(300) } },
      ),
    }
  if (share < 38)
    return own(
      call('logs', 'CreateLogStream', false, {
        logGroupName: `/aws/lambda/${name}`,
        logStreamName: '2026/11/20',
      }),
    )
  if (share < 52)
    return own(call('kms', 'Decrypt', true, { encryptionContext: { 'aws:lambda:FunctionArn': name } }))
  if (share < 60) return own(call('secretsmanager', 'GetSecretValue', true, { secretId: `prod/${name}/db` }))
  if (share < 72) return own(lambda('Invoke', false))
  if (share < 92)
    return {
      identity: session(account, 'Monitoring', 'monitoring', hour),
      agent: 'Boto3/1.40.0 md/Botocore#1.40.0 ua/2.1 os/linux md/arch#x86_64 lang/python#3.13',
      region,
      ip: `34.243.16.${random.int(8)}`,
      call: random.pick([
        lambda('GetFunction20150331v2', true),
        lambda('ListTags20170331', true),
        call('monitoring', 'DescribeAlarms', true),
        call('ec2', 'DescribeInstances', true, { instancesSet: {}, filterSet: {} }),
        call('iam', 'GetRole', true, { roleName: `${name}-role` }),
        call('s3', 'GetBucketPolicy', true, { bucketName: `data-${random.int(40)}` }),
      ]),
    }
  if (share < 96)
    return {
      identity: session(account, 'gha-deploy', `run-${random.int(3000)}`, hour),
      agent: 'APN/1.0 HashiCorp/1.0 Terraform/1.13.1 (+https://www.terraform.io) aws-sdk-go-v2/1.39',
      region,
      ip: `20.57.3.${random.int(200)}`,
      call: random.pick([
        lambda('UpdateFunctionCode20150331v2', false),
        lambda('PublishVersion20150331', false),
        lambda('GetFunction20150331v2', true),
        call('apigateway', 'CreateDeployment', false, { restApiId: 'a1b2c3', stageName: 'prod' }),
      ]),
    }
  return {
    identity: session(account, 'AWSReservedSSO_Developer_0a1b', `user${random.int(40)}@example.com`, hour),
    agent:
      share < 98
        ? 'Mozilla/5.0 (Macintosh; Intel Mac OS X 15_7) AppleWebKit/605.1'
        : 'aws-cli/2.31.2 md/awscrt#0.27.6',
    region,
    ip: `86.12.44.${random.int(60)}`,
    call: random.pick([
      lambda('GetFunction20150331v2', true),
      call('iam', 'ListRoles', true),
      call('logs', 'StartQuery', false, { queryString: 'fields @message' }),
      call('cloudformation', 'DescribeStacks', true),
    ]),
  }
}

/** CloudTrail records of an estate with 800 functions, oldest first: mostly functions and monitoring, a few deployments and people. */
export function trailMix(count: number, { fromMs, toMs }: { fromMs: number; toMs: number }): JsonObject[] {
  const random = createRandom(11)
  return Array.from({ length: count }, (_, i) => {
    const atMs = fromMs + ((toMs - fromMs) * i) / count
    const account = String(400_000_000_000 + Math.floor(random.next() ** 2 * MIX_ACCOUNTS))
    const { identity, agent, ip, region, call: one } = act(random, account, Math.floor(atMs / 3_600_000))
    const denied = random.next() < 0.03
    const id = (seed: number) =>
      `${String(i).padStart(8, '0')}-0000-4000-8000-${String(seed * 1e9 + random.int(1e9)).padStart(12, '0')}`
    return {
      eventVersion: '1.11',
      userIdentity: identity,
      eventTime: new Date(atMs).toISOString().replace(/\.\d+/, ''),
      eventSource: one.source,
      eventName: one.name,
      awsRegion: region,
      sourceIPAddress: ip,
      userAgent: agent,
      ...(denied
        ? { errorCode: 'AccessDenied', errorMessage: `User is not authorized to perform ${one.name}` }
        : {}),
      requestParameters: one.request ?? null,
      responseElements: denied ? null : (one.response ?? null),
      requestID: id(1),
      eventID: id(2),
      readOnly: one.readOnly,
      eventType: 'AwsApiCall',
      managementEvent: one.name !== 'Invoke',
      recipientAccountId: account,
      eventCategory: one.name === 'Invoke' ? 'Data' : 'Management',
      tlsDetails: {
        tlsVersion: 'TLSv1.3',
        cipherSuite: 'TLS_AES_128_GCM_SHA256',
        clientProvidedHostHeader: `${one.source.split('.')[0]}.eu-west-1.amazonaws.com`,
      },
    }
  })
}
