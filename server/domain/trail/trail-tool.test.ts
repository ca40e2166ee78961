import { expect, it } from 'vitest'
import { trailTool } from './trail-tool.ts'

const user = { type: 'IAMUser', arn: 'arn:aws:iam::1:user/bob' }
const role = { type: 'AssumedRole', arn: 'arn:aws:sts::1:assumed-role/deploy/x' }

it.each([
  ['aws-cli/2.17.32 md/awscrt#0.21.2 ua/2.0 os/linux', {}, 'cli'],
  ['aws-cli/1.18 Python/3.8 Linux Botocore/1.17', {}, 'cli'],
  ['aws-cli/2.1 exec-env/CloudShell', {}, 'cli'],
  ['Boto3/1.26.0 Python/3.9 Botocore/1.29', {}, 'sdk'],
  ['aws-sdk-js/3.100.0 os/linux lang/js', {}, 'sdk'],
  ['aws-sdk-go-v2/1.36.3 ua/2.1 os/linux', {}, 'sdk'],
  ['APN/1.0 HashiCorp/1.0 Terraform/1.11.0 terraform-provider-aws/5.98.0 aws-sdk-go-v2/1.36.3', {}, 'iac'],
  ['pulumi-aws/6.0 aws-sdk-go-v2/1', {}, 'iac'],
  ['aws-sam-cli/1.100 Boto3/1.26', {}, 'iac'],
  ['aws-cdk/2.100 aws-sdk-js/2', {}, 'iac'],
  ['aws-sdk-js/3.800 ua/2.1 cdk-cli/2.1017.1', {}, 'iac'],
  ['APN/1.0 OpenTofu/1.9 aws-sdk-go-v2/1.36', {}, 'iac'],
  ['serverless/4.2 aws-sdk-js/3.7', {}, 'iac'],
  ['Ansible/2.18 Boto3/1.35', {}, 'iac'],
  ['[AWSPowerShell/4.1 .NET/8.0 CLR/8 exec-env/x]', {}, 'cli'],
  ['aws-cli/2.17', { userIdentity: null }, 'cli'],
  ['aws-sdk-rust/1.3 os/linux', { userIdentity: 'HIDDEN_DUE_TO_SECURITY_REASONS' }, 'sdk'],
  ['AWS Internal', { userIdentity: { type: 'Root', arn: 'arn:aws:iam::1:root' } }, 'console'],
  [
    'AWS Internal',
    { userIdentity: { ...role, arn: 'arn:aws:sts::1:assumed-role/AWSReservedSSO_Dev_1/ann' } },
    'console',
  ],
  ['delivery.logs.amazonaws.com', { eventType: 'AwsServiceEvent' }, 'service'],
  [
    'cloudformation.amazonaws.com',
    { userIdentity: { ...role, invokedBy: 'cloudformation.amazonaws.com' } },
    'iac',
  ],
  ['GitHub-Actions aws-sdk-js/3', {}, 'iac'],
  ['configure-aws-credentials-for-github-actions aws-sdk-js/3.1', {}, 'iac'],
  ['signin.amazonaws.com', {}, 'console'],
  ['console.ec2.amazonaws.com', {}, 'console'],
  ['EC2ConsoleFrontend, aws-internal/3 aws-sdk-java/1.11', {}, 'console'],
  ['aws-cli/2.1 exec-env/CloudShell', { sessionCredentialFromConsole: 'true' }, 'cli'],
  ['awslambda-worker/1.0 rusoto/0.48.0', { userIdentity: role }, 'service'],
  ['console.amazonaws.com', {}, 'console'],
  ['[S3Console/0.4, aws-internal/3 aws-sdk-java/1.11]', {}, 'console'],
  ['Mozilla/5.0 (X11; Linux x86_64) Firefox/128.0', {}, 'console'],
  ['AWS Internal', { sessionCredentialFromConsole: 'true', userIdentity: role }, 'console'],
  ['AWS Internal', { userIdentity: user }, 'console'],
  ['AWS Internal', { userIdentity: role }, 'service'],
  ['aws-sdk-java/1.11', { sessionCredentialFromConsole: true }, 'console'],
  [
    'lambda.amazonaws.com',
    { userIdentity: { type: 'AWSService', invokedBy: 'lambda.amazonaws.com' } },
    'service',
  ],
  [
    'apigateway.amazonaws.com',
    { userIdentity: { ...role, invokedBy: 'apigateway.amazonaws.com' } },
    'service',
  ],
  ['curl/8.5', {}, 'unknown'],
  ['<script>alert(1)</script>', {}, 'unknown'],
  [null, {}, 'unknown'],
  ['anything', { eventType: 'AwsConsoleSignIn' }, 'console'],
])('%s %o is %s', (userAgent, more, tool) => {
  expect(trailTool({ userAgent, ...more })).toBe(tool)
})
