import type { JsonObject } from '#server/domain/json.ts'
import type { createRandom } from '#server/testing/seed/random.ts'

export const ACCOUNT = '111122223333'
export type Actor = JsonObject

/** Some of the networks that functions outside a VPC call from in eu-west-1. */
const LAMBDA_NETWORKS = [
  '3.248',
  '3.250',
  '3.253',
  '34.240',
  '34.245',
  '52.17',
  '52.49',
  '54.72',
  '54.216',
  '63.33',
]
const OIDC = `arn:aws:iam::${ACCOUNT}:oidc-provider/token.actions.githubusercontent.com`

function session(role: string, name: string, more: JsonObject = {}, path = '/'): JsonObject {
  return {
    type: 'AssumedRole',
    principalId: `AROA${role.toUpperCase()}:${name}`,
    arn: `arn:aws:sts::${ACCOUNT}:assumed-role/${role}/${name}`,
    accountId: ACCOUNT,
    accessKeyId: `ASIA${role
      .toUpperCase()
      .replace(/[^A-Z0-9]/g, '')
      .slice(0, 8)}${name.replace(/[^A-Za-z0-9]/g, '').toUpperCase()}`,
    sessionContext: {
      sessionIssuer: {
        type: 'Role',
        principalId: `AROA${role.toUpperCase()}`,
        arn: `arn:aws:iam::${ACCOUNT}:role${path}${role}`,
        accountId: ACCOUNT,
        userName: role,
      },
      attributes: { creationDate: '2026-10-01T08:00:00Z', mfaAuthenticated: 'false' },
      ...more,
    },
  }
}

const webIdentity = { webIdFederationData: { federatedProvider: OIDC, attributes: {} } }

export const ACTORS = {
  cloudformation: {
    userIdentity: {
      ...session('gha-deploy', 'run-1', webIdentity),
      invokedBy: 'cloudformation.amazonaws.com',
    },
    sourceIPAddress: 'cloudformation.amazonaws.com',
    userAgent: 'cloudformation.amazonaws.com',
  },
  terraform: {
    userIdentity: session('terraform-apply', 'run-9', webIdentity),
    sourceIPAddress: '20.57.3.9',
    userAgent: 'APN/1.0 HashiCorp/1.0 Terraform/1.13.1 (+https://www.terraform.io) aws-sdk-go-v2/1.39',
  },
  newPipeline: {
    userIdentity: session('gha-deploy-payments', 'run-3', webIdentity),
    sourceIPAddress: '20.57.4.9',
    userAgent: 'Boto3/1.40.0 md/Botocore#1.40.0 aws-sam-cli/1.145.0',
  },
  images: {
    userIdentity: session('gha-images', 'run-2', webIdentity),
    sourceIPAddress: '20.57.3.20',
    userAgent: 'docker/28.1 go/1.24 UpstreamClient(Docker-Client/28.1)',
  },
  scanner: {
    userIdentity: session('posture-scanner', 'scan'),
    sourceIPAddress: '34.243.16.4',
    userAgent: 'Boto3/1.40.0 md/Botocore#1.40.0 ua/2.1 os/linux md/arch#x86_64 lang/python#3.13',
  },
  instance: {
    userIdentity: session('web', 'i-0abcdef1234567890'),
    sourceIPAddress: '34.243.16.99',
    userAgent: 'aws-sdk-java/2.33.0 md/io#sync md/http#Apache ua/2.1 os/Linux#6.1 lang/java#21.0.8',
  },
  backup: {
    userIdentity: {
      type: 'IAMUser',
      principalId: 'AIDABACKUP',
      arn: `arn:aws:iam::${ACCOUNT}:user/backup`,
      accountId: ACCOUNT,
      accessKeyId: 'AKIABACKUP',
      userName: 'backup',
    },
    sourceIPAddress: '198.51.100.40',
    userAgent: 'rclone/v1.71.0',
  },
} satisfies Record<string, Actor>

export function functionActor(name: string, random: ReturnType<typeof createRandom>): Actor {
  return {
    userIdentity: session(`${name}-role`, name),
    sourceIPAddress: `${random.pick(LAMBDA_NETWORKS)}.${random.int(250)}.${random.int(250)}`,
    userAgent: 'aws-sdk-js/3.920.0 ua/2.1 os/linux lang/js md/nodejs#24.9.0 exec-env/AWS_Lambda_nodejs24.x',
  }
}

/** Somebody of single sign-on, in the console. */
export function person(name: string, index: number, place: 'office' | 'home' | 'away'): Actor {
  const ip = {
    office: `203.0.113.${index + 2}`,
    home: `86.${12 + index}.44.7`,
    away: `151.${40 + index}.9.3`,
  }[place]
  return {
    userIdentity: session(
      'AWSReservedSSO_Developer_0123456789abcdef',
      name,
      {},
      '/aws-reserved/sso.amazonaws.com/eu-west-1/',
    ),
    sourceIPAddress: ip,
    userAgent: 'Mozilla/5.0 (Macintosh; Intel Mac OS X 15_7) AppleWebKit/605.1.15 Safari/605.1.15',
    sessionCredentialFromConsole: 'true',
  }
}
