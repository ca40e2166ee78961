import type { Account } from '#demo/estate/model.ts'
import { hexFrom, uuidFrom } from '#demo/estate/prng.ts'

type Place = { account: Account; region: string }

export function webAclArn({ account, region }: Place, name: string): string {
  const id = uuidFrom('web-acl', account.id, region, name)
  return `arn:aws:wafv2:${region}:${account.id}:regional/webacl/${name}/${id}`
}

export function edgeAclArn(account: Account): string {
  const id = uuidFrom('web-acl', account.id, 'edge')
  return `arn:aws:wafv2:us-east-1:${account.id}:global/webacl/shop-edge/${id}`
}

export const targetGroupArn = ({ account, region }: Place, name: string) =>
  `arn:aws:elasticloadbalancing:${region}:${account.id}:targetgroup/${name}/${hexFrom(16, account.id, region, name)}`

export const distributionId = (account: Account, which: string) =>
  `E${hexFrom(13, account.id, which).toUpperCase()}`

export const distributionArn = (account: Account, which: string) =>
  `arn:aws:cloudfront::${account.id}:distribution/${distributionId(account, which)}`

export const storefrontDomain = (account: Account) =>
  account.env === 'prod'
    ? `${account.home ? '' : `${account.name}.`}shop.example`
    : `${account.name}.shop.example`
