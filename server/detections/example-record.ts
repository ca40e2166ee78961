import type { JsonObject } from '#server/domain/json.ts'

export const EXAMPLE_ACCOUNT = '111122223333'
export const OTHER_ACCOUNT = '444455556666'
export const EXAMPLE_REGION = 'eu-west-1'
const START_MS = Date.UTC(2026, 10, 20, 9)

/** Who acts in an example. */
export type ExampleActor =
  | 'user'
  | 'console'
  | 'sso'
  | 'role'
  | 'pipeline'
  | 'function'
  | 'root'
  | 'service'
  | 'other-account'

export type ExampleRecord = {
  /** Before the dot of the event source: "lambda" is lambda.amazonaws.com. */
  source: string
  name: string
  by?: ExampleActor
  /** Minutes after the first record. */
  minute?: number
  region?: string
  ip?: string
  agent?: string
  error?: string
  errorMessage?: string
  request?: JsonObject | null
  response?: JsonObject | null
  readOnly?: boolean
  /** Laid over the record: userIdentity, additionalEventData, resources, eventType, … */
  more?: JsonObject
}

const CLI = 'aws-cli/2.31.0 md/awscrt#0.27.6 os/linux#6.8 lang/python#3.13.7 md/command#lambda'
const BROWSER = 'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/141.0 Safari/537.36'
const IAM = `arn:aws:iam::${EXAMPLE_ACCOUNT}`
const STS = `arn:aws:sts::${EXAMPLE_ACCOUNT}`

function session(role: string, name: string, path = '/', more: JsonObject = {}): JsonObject {
  return {
    type: 'AssumedRole',
    principalId: `AROAEXAMPLE${role
      .toUpperCase()
      .replace(/[^A-Z]/g, '')
      .slice(0, 9)}:${name}`,
    arn: `${STS}:assumed-role/${role}/${name}`,
    accountId: EXAMPLE_ACCOUNT,
    accessKeyId: `ASIAEXAMPLE${role.length}${name.length}`,
    sessionContext: {
      sessionIssuer: {
        type: 'Role',
        principalId: 'AROAEXAMPLE',
        arn: `${IAM}:role${path}${role}`,
        accountId: EXAMPLE_ACCOUNT,
        userName: role,
      },
      attributes: { creationDate: '2026-11-20T08:30:00Z', mfaAuthenticated: 'false' },
      ...more,
    },
  }
}

const user = {
  type: 'IAMUser',
  principalId: 'AIDAEXAMPLEALICE',
  arn: `${IAM}:user/alice`,
  accountId: EXAMPLE_ACCOUNT,
  userName: 'alice',
}

const ACTORS: Record<ExampleActor, JsonObject> = {
  user: { userIdentity: { ...user, accessKeyId: 'AKIAEXAMPLEALICE' }, userAgent: CLI },
  console: {
    userIdentity: {
      ...user,
      accessKeyId: 'ASIAEXAMPLEALICE',
      sessionContext: { attributes: { mfaAuthenticated: 'true', creationDate: '2026-11-20T08:30:00Z' } },
    },
    userAgent: BROWSER,
    sessionCredentialFromConsole: 'true',
  },
  sso: {
    userIdentity: session(
      'AWSReservedSSO_Developer_0123456789abcdef',
      'bob@example.com',
      '/aws-reserved/sso.amazonaws.com/',
    ),
    userAgent: CLI,
  },
  role: { userIdentity: session('support', 'carol'), userAgent: CLI },
  pipeline: {
    userIdentity: session('gha-deploy', 'run-77', '/', {
      webIdFederationData: {
        federatedProvider: `${IAM}:oidc-provider/token.actions.githubusercontent.com`,
        attributes: {},
      },
    }),
    userAgent: 'Boto3/1.40.0 md/Botocore#1.40.0 aws-sam-cli/1.145.0',
  },
  function: {
    userIdentity: session('orders-api-role', 'orders-api'),
    userAgent: 'Boto3/1.40.0 md/Botocore#1.40.0 exec-env/AWS_Lambda_python3.13',
    sourceIPAddress: '3.248.10.20',
  },
  root: {
    userIdentity: {
      type: 'Root',
      principalId: EXAMPLE_ACCOUNT,
      arn: `${IAM}:root`,
      accountId: EXAMPLE_ACCOUNT,
      accessKeyId: 'ASIAEXAMPLEROOT',
    },
    userAgent: BROWSER,
  },
  service: {
    userIdentity: { type: 'AWSService', invokedBy: 'cloudformation.amazonaws.com' },
    sourceIPAddress: 'cloudformation.amazonaws.com',
    userAgent: 'cloudformation.amazonaws.com',
  },
  'other-account': {
    userIdentity: {
      type: 'AWSAccount',
      principalId: 'AIDAEXAMPLEOTHER:mallory',
      accountId: OTHER_ACCOUNT,
    },
    userAgent: CLI,
  },
}

/** The CloudTrail record that a line of an example stands for; `index` makes its id. */
export function exampleRecord(example: ExampleRecord, index = 0): JsonObject {
  const at = new Date(START_MS + (example.minute ?? index) * 60_000).toISOString().replace('.000', '')
  return {
    eventVersion: '1.11',
    eventTime: at,
    eventSource: `${example.source}.amazonaws.com`,
    eventName: example.name,
    awsRegion: example.region ?? EXAMPLE_REGION,
    sourceIPAddress: '198.51.100.7',
    requestParameters: example.request ?? null,
    responseElements: example.response ?? null,
    requestID: `00000000-0000-4000-8000-${String(index).padStart(12, '0')}`,
    eventID: `00000000-0000-4000-9000-${String(index).padStart(12, '0')}`,
    readOnly: example.readOnly ?? /^(Get|List|Describe|Lookup|Head|Batch(Get|Describe))/.test(example.name),
    eventType: 'AwsApiCall',
    managementEvent: true,
    recipientAccountId: EXAMPLE_ACCOUNT,
    eventCategory: 'Management',
    ...ACTORS[example.by ?? 'user'],
    ...(example.ip ? { sourceIPAddress: example.ip } : {}),
    ...(example.agent ? { userAgent: example.agent } : {}),
    ...(example.error
      ? { errorCode: example.error, errorMessage: example.errorMessage ?? example.error }
      : {}),
    ...example.more,
  }
}
