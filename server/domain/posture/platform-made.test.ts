import { describe, expect, it } from 'vitest'
import { policyDocument, roleForTest } from '#server/domain/access/role-for-test.ts'
import { known } from '#server/domain/field.ts'
import { makeMapping } from '#server/testing/event-source-records.ts'
import { makeFunctionRecord } from '#server/testing/factories.ts'
import { platformMade } from './platform-made.ts'

const trust = (principal: object) =>
  known(policyDocument({ Effect: 'Allow', Principal: principal, Action: 'sts:AssumeRole' }))
const CLOUDFORMATION = trust({ Service: 'cloudformation.amazonaws.com' })

describe('platformMade', () => {
  it.each([
    ['/aws-service-role/lambda.amazonaws.com/', 'AWSServiceRoleForLambda'],
    ['/aws-reserved/sso.amazonaws.com/eu-west-1/', 'AWSReservedSSO_AdministratorAccess_1a2b'],
  ])('tells roles under %s whoever they trust', (path, name) => {
    expect(platformMade(roleForTest([], { path, name }))).toMatch(/\.$/)
  })

  it.each([
    'AWSControlTowerExecution',
    'aws-controltower-ConfigRecorderRole',
    'stacksets-exec-0123456789abcdef0123456789abcdef',
    'cdk-hnb659fds-cfn-exec-role-111122223333-eu-west-1',
    'OrganizationAccountAccessRole',
    'AWS-QuickSetup-StackSet-Local-ExecutionRole',
  ])('tells the role %s by its name, unless Lambda may take it', (name) => {
    expect(platformMade(roleForTest([], { name, trustPolicy: CLOUDFORMATION }))).toMatch(/\.$/)
    expect(platformMade(roleForTest([], { name }))).toBeNull()
    expect(platformMade(roleForTest([], { name, trustPolicy: trust({ AWS: '*' }) }))).toBeNull()
  })

  it.each(['app', 'my-AWSControlTowerExecution', 'stacksets-exec-mine', 'cdk-deploy', 'x/aws-reserved/'])(
    'leaves the role %s to the account',
    (name) => {
      expect(platformMade(roleForTest([], { name, trustPolicy: CLOUDFORMATION }))).toBeNull()
    },
  )

  it.each([
    'aws-controltower-NotificationForwarder',
    'cwsyn-heartbeat-0a1b2c3d-0a1b-0a1b-0a1b-0a1b2c3d4e5f',
    'Shop-CustomS3AutoDeleteObjectsCustomResourceProvi-Xy12',
    'Shop-LogRetentionaae0aa3c5b4d4f87b02d85b201efdd8a-Xy12',
    'Shop-BucketNotificationsHandler050a0587b7544547bf-Xy12',
    'Shop-CustomCDKBucketDeployment8693BB64968944B69AA-Xy12',
    'amplify-login-custom-message-1a2b3c4d',
  ])('tells the function %s', (name) => {
    expect(platformMade(makeFunctionRecord({ name }))).toMatch(/\.$/)
  })

  it('tells the framework of custom resources by its description', () => {
    const description = known('AWS CDK resource provider framework - onEvent (Shop/Provider)')
    expect(platformMade(makeFunctionRecord({ name: 'Shop-x', description }))).toMatch(/CDK/)
  })

  it.each(['orders-api', 'cwsyn-mine', 'LogRetention', 'custom-message'])(
    'leaves the function %s to the account',
    (name) => {
      expect(platformMade(makeFunctionRecord({ name }))).toBeNull()
    },
  )

  it('knows nothing of other kinds', () => {
    expect(platformMade(makeMapping())).toBeNull()
  })
})
