import { existsSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { asArray, asObject, isObject, parseJson } from '#server/domain/json.ts'
import { readTrailRecord } from '#server/domain/trail/read-trail-record.ts'
import { evaluateDetection, firesOn } from '#server/testing/evaluate-detection.ts'
import { iamUser, type Raw, roleSession, trailRecord } from '#server/testing/records/trail-record.ts'
import { codeChangedByPerson } from './code-changed-by-person.ts'

const BROWSER = 'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/537.36 Chrome/141.0.0.0'
const SDK = 'aws-sdk-js/3.1150.0 ua/2.1 os/linux lang/js md/nodejs#24.9.0 api/lambda#3.1150.0'
const oidc = (federatedProvider: string) => ({
  context: { webIdFederationData: { federatedProvider, attributes: {} } },
})
const GITHUB = oidc('arn:aws:iam::111122223333:oidc-provider/token.actions.githubusercontent.com')
const SSO = 'AWSReservedSSO_Deploy_0123456789abcdef'

function fires(changes: Raw): boolean {
  return firesOn(codeChangedByPerson, trailRecord(changes))
}

describe('code-changed-by-person fires', () => {
  it.each<[string, Raw]>([
    ['on an IAM user with the CLI', { userIdentity: iamUser('ann') }],
    ['on an IAM user with an SDK', { userIdentity: iamUser('ann'), userAgent: SDK }],
    [
      'on single sign-on with the CLI, whatever the permission set is called',
      { userIdentity: roleSession(SSO, 'ann@shop.example') },
    ],
    [
      'on a console session',
      { userIdentity: roleSession(SSO, 'ann'), userAgent: BROWSER, sessionCredentialFromConsole: 'true' },
    ],
    [
      'on a role named deploy-everything that is used from the console',
      {
        userIdentity: roleSession('deploy-everything', 'ann'),
        userAgent: BROWSER,
        sessionCredentialFromConsole: 'true',
      },
    ],
    [
      'on a role named deploy with a second factor',
      {
        userIdentity: roleSession('deploy', 'ann', {
          context: { attributes: { mfaAuthenticated: 'true' } },
        }),
      },
    ],
    [
      'on a role whose session only calls itself a pipeline',
      { userIdentity: roleSession('Developer', 'GitHubActions'), userAgent: SDK },
    ],
    [
      'on root',
      { userIdentity: { type: 'Root', accountId: '111122223333', arn: 'arn:aws:iam::111122223333:root' } },
    ],
    [
      'on a person who signed in through an app',
      { userIdentity: roleSession('app-admin', 'x', oidc('cognito-identity.amazonaws.com')) },
    ],
    ['on a tool nobody knows', { userIdentity: iamUser('ann'), userAgent: 'stratus-red-team_1' }],
    ['on no user agent', { userIdentity: iamUser('ann'), userAgent: undefined }],
    [
      'on CloudShell',
      { userAgent: 'aws-cli/2.27 exec-env/CloudShell', userIdentity: roleSession(SSO, 'ann') },
    ],
  ])('%s', (_what, changes) => expect(fires(changes)).toBe(true))
})

describe('code-changed-by-person does not fire', () => {
  it.each<[string, Raw]>([
    [
      'on a GitHub Actions session, whatever its role is called',
      { userIdentity: roleSession('production-writer', 'run-1', GITHUB), userAgent: SDK },
    ],
    [
      'on a GitLab session with the CLI',
      {
        userIdentity: roleSession(
          'anything',
          'job',
          oidc('arn:aws:iam::111122223333:oidc-provider/gitlab.com'),
        ),
      },
    ],
    ['on a role named for its pipeline', { userIdentity: roleSession('orders-deploy', 'x'), userAgent: SDK }],
    ['on a bot’s user', { userIdentity: iamUser('ci-bot') }],
    ['on CDK’s role', { userIdentity: roleSession('cdk-hnb659fds-deploy-role', 'x'), userAgent: SDK }],
    ['on Terraform', { userAgent: 'APN/1.0 HashiCorp/1.0 Terraform/1.9.0 aws-sdk-go-v2/1.30' }],
    [
      'on CloudFormation',
      {
        userIdentity: roleSession('Admin', 'AWSCloudFormation', {
          invokedBy: 'cloudformation.amazonaws.com',
        }),
        userAgent: 'cloudformation.amazonaws.com',
        sourceIPAddress: 'cloudformation.amazonaws.com',
      },
    ],
    ['on a denied call', { errorCode: 'AccessDenied' }],
    ['on a failed call', { errorCode: 'InvalidParameterValueException' }],
    ['on a dry run', { requestParameters: { functionName: 'orders-api', dryRun: true } }],
    ['on a configuration', { eventName: 'UpdateFunctionConfiguration20150331v2' }],
    ['on the same name of another service', { eventSource: 'cloudfront.amazonaws.com' }],
    ['on a record without a function', { requestParameters: null }],
  ])('%s', (_what, changes) => expect(fires(changes)).toBe(false))
})

it('makes one incident of one actor and one function', () => {
  const match = evaluateDetection(codeChangedByPerson, trailRecord({ userIdentity: roleSession(SSO, 'ann') }))
  expect(match).toMatchObject({
    title: 'Code of orders-api changed by ann',
    summary: `ann ran UpdateFunctionCode with the AWS CLI, outside the deployment pipeline.`,
    key: `orders-api arn:aws:sts::111122223333:assumed-role/${SSO}/ann`,
    functionName: 'orders-api',
  })
})

const SHARED = new URL('../../../../shared/data/cloudtrail/', import.meta.url)
const isThere = existsSync(SHARED)

type Labelled = { name: string; events: Raw[] }

function labelled(file: string): Labelled[] {
  const lines = readFileSync(new URL(file, SHARED), 'utf8').trim().split('\n')
  return lines.map((line) => {
    const entry = asObject(parseJson(line))
    const name = String(entry.technique ?? entry.test_name ?? entry.event_name)
    return {
      name,
      events: (asArray(entry.events).length ? asArray(entry.events) : [entry.event]).filter(isObject),
    }
  })
}

function firesOnAny({ events }: Labelled): boolean {
  return events.some((raw) => {
    const place = { accountId: String(raw.recipientAccountId), region: String(raw.awsRegion) }
    const record = readTrailRecord({ EventId: raw.eventID, CloudTrailEvent: JSON.stringify(raw) }, place)
    return record && firesOn(codeChangedByPerson, record)
  })
}

describe.skipIf(!isThere)(
  `public labelled records${isThere ? '' : ' (skipped: they are not beside the repository)'}`,
  () => {
    it('fires on overwritten code and on nothing else that techniques left behind', () => {
      const fired = labelled('techniques.jsonl').filter(firesOnAny)
      expect(fired.map(({ name }) => name)).toEqual(['aws.persistence.lambda-overwrite-code'])
    })

    it('fires on the records of people, and on a console session that their rule takes for a pipeline', () => {
      const fired = labelled('rule_tests.jsonl').filter(firesOnAny)
      expect(fired.map(({ name }) => name).sort()).toEqual([
        'AssumedRole Updates Lambda Code (Normal CI/CD)',
        'AssumedRole Updates Lambda Code v2 (Normal CI/CD)',
        'FederatedUser Updates Lambda Code',
        'IAM User Updates Lambda Code',
        'SSO AssumedRole Updates Lambda Code',
      ])
    })

    it('fires on none of the samples of single calls', () => {
      expect(labelled('api_samples.jsonl').filter(firesOnAny)).toEqual([])
    })
  },
)
